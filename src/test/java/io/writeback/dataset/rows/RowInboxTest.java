package io.writeback.dataset.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups in an inbox, and with the run that took them. */
final class RowInboxTest {
  @TempDir private Path folder;

  private RowInbox inbox() {
    return new RowInbox(folder.resolve("inbox"));
  }

  private static List<String> rows(Path folder) {
    List<String> rows = new ArrayList<>();
    RowInbox.each(folder, cells -> rows.add(cells.get(0)));
    return rows;
  }

  @Test
  void groups_are_in_the_order_of_their_numbers_whenever_they_came() {
    inbox().put("first", List.of("[\"2\"]", "[\"3\"]"), 99);
    inbox().put("second", List.of("[\"4\"]"), 1_000);
    inbox().put("late", List.of("[\"1\"]"), 98);

    assertThat(rows(folder.resolve("inbox"))).containsExactly("1", "2", "3", "4");
  }

  @Test
  void the_same_group_again_replaces_itself() {
    inbox().put("group", List.of("[\"1\"]"), 7);
    inbox().put("group", List.of("[\"1\"]"), 7);

    assertThat(rows(folder.resolve("inbox"))).containsExactly("1");
  }

  @Test
  void a_run_that_takes_rows_twice_has_all_of_them_in_order() {
    inbox().put("second", List.of("[\"2\"]"), 8);
    inbox().give(folder.resolve("run"));
    inbox().put("third", List.of("[\"3\"]"), 9);
    inbox().put("first", List.of("[\"1\"]"), 7);

    inbox().give(folder.resolve("run"));

    assertThat(rows(folder.resolve("run"))).containsExactly("1", "2", "3");
    assertThat(rows(folder.resolve("inbox"))).isEmpty();
  }
}
