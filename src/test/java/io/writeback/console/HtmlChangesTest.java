package io.writeback.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeCounter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run would change as one file. */
class HtmlChangesTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-07-01T03:00:00Z"));

  private static String page(List<String> over, List<Change> changes) {
    ChangeCounter counter = new ChangeCounter();
    changes.forEach(counter::add);
    return HtmlChanges.of(
        "Plan of project-status", counter.summary(), over, changes.iterator(), CLOCK);
  }

  @Test
  void it_has_the_summary_the_budget_and_the_changes() {
    String page =
        page(
            List.of("2 rows would change; the budget allows 1"),
            List.of(
                new Change(17, "5f0a", "budget", 1000L, 5000L),
                new Change(18, "5f0b", "notes", "to be removed", null)));

    assertThat(page)
        .contains("<title>Plan of project-status</title>")
        .contains("<li>2 rows would change; the budget allows 1</li>")
        .contains("+4,000 (+400%)")
        .contains("to be removed", "(empty)")
        .contains("5f0a", "5f0b")
        .contains("2026-07-01 03:00:00 UTC");
  }

  @Test
  void it_needs_no_other_file_and_runs_nothing() {
    String page = page(List.of(), List.of(new Change(1, "k", "f", "a", "b")));

    assertThat(page).contains("default-src 'none'").doesNotContain("<script", "<link", "href=");
    assertThat(page).doesNotContain("Over the budget");
  }

  @Test
  void values_are_text_and_nothing_else() {
    String page =
        page(
            List.of(),
            List.of(
                new Change(1, "<b>k</b>", "<i>f</i>", "<script>x</script>", "\u202e1\u0007\n2")));

    assertThat(page)
        .doesNotContain("<script>x", "<b>k", "<i>f", "\u202e", "\u0007")
        .contains("&lt;script&gt;x")
        .contains("\\u202e1\\u0007\\n2");
  }

  @Test
  void of_very_many_changes_it_has_the_first_and_says_so() {
    List<Change> changes = new ArrayList<>();
    for (long row = 1; row <= HtmlChanges.MOST + 500; row++) {
      changes.add(new Change(row, "key-" + row + "-", "f", "a", "b"));
    }

    assertThat(page(List.of(), changes))
        .contains("The first 2,000 of 2,500.", "key-2000-")
        .doesNotContain("key-2001-");
  }

  @Test
  void nothing_to_change_is_a_page_without_tables() {
    assertThat(page(List.of(), List.of())).contains("0 rows").doesNotContain("<table");
  }
}
