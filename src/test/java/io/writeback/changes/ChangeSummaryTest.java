package io.writeback.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The summary of many changes is what anybody would count from a list of them. */
class ChangeSummaryTest {
  private static ChangeSummary summary(List<Change> changes) {
    ChangeCounter counter = new ChangeCounter();
    changes.forEach(counter::add);
    return counter.summary();
  }

  private static FieldChanges field(ChangeSummary summary, String name) {
    return summary.fields().stream()
        .filter(field -> field.field().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void it_equals_one_that_is_counted_from_a_list(long seed) {
    int rows = seed % 2 == 0 ? 20 : 2_000;
    List<Change> changes = new SomeChanges(seed).list(rows);

    ChangeSummary summary = summary(changes);

    assertThat(summary.rows().changed())
        .isEqualTo(changes.stream().map(Change::row).distinct().count());
    assertThat(summary.cells()).isEqualTo(changes.size());
    assertThat(summary.emptied()).isEqualTo(changes.stream().filter(Change::empties).count());
    Map<String, List<Change>> byField =
        changes.stream()
            .collect(Collectors.groupingBy(Change::field, LinkedHashMap::new, Collectors.toList()));
    assertThat(summary.fields())
        .extracting(FieldChanges::field)
        .containsExactlyElementsOf(byField.keySet());
    byField.forEach((name, list) -> isCountedFrom(list, field(summary, name)));
  }

  private static void isCountedFrom(List<Change> changes, FieldChanges field) {
    assertThat(field.changes()).isEqualTo(changes.size());
    assertThat(field.fromBlank()).isEqualTo(changes.stream().filter(Change::fills).count());
    assertThat(field.toBlank()).isEqualTo(changes.stream().filter(Change::empties).count());
    List<Moved> moved =
        changes.stream()
            .flatMap(
                change ->
                    Move.of(change.before(), change.after())
                        .map(move -> Moved.of(change, move))
                        .stream())
            .toList();
    assertThat(field.moves())
        .isEqualTo(
            Stream.of(Moved.Kind.values())
                .flatMap(
                    kind ->
                        moved.stream()
                            .filter(one -> one.kind() == kind)
                            .sorted(Comparator.comparing((Moved one) -> one.by().abs()).reversed())
                            .limit(LargestMoves.MOST))
                .toList());
    assertThat(Optional.ofNullable(field.steepest()).map(ChangeSummaryTest::steepness))
        .isEqualTo(
            moved.stream()
                .filter(one -> one.kind() == Moved.Kind.NUMBER)
                .map(ChangeSummaryTest::steepness)
                .max(Comparator.naturalOrder()));
    areCountedFrom(changes, field);
  }

  private static double steepness(Moved moved) {
    return moved.part() == null ? Double.POSITIVE_INFINITY : moved.part().doubleValue();
  }

  private static void areCountedFrom(List<Change> changes, FieldChanges field) {
    Map<List<String>, Long> pairs = new HashMap<>();
    for (Change change : changes) {
      pairs.merge(
          Stream.of(change.before(), change.after())
              .map(value -> CellText.cut(CellText.of(value), 100))
              .collect(Collectors.toList()),
          1L,
          Long::sum);
    }
    assertThat(field.counted()).isEqualTo(pairs.size() <= FrequentPairs.MOST);
    assertThat(field.replaced())
        .allSatisfy(
            replaced -> {
              List<String> pair = Arrays.asList(replaced.before(), replaced.after());
              assertThat(pairs.get(pair)).isBetween(replaced.atLeast(), replaced.count());
              assertThat(replaced.exact() || !field.counted()).isTrue();
            });
    if (field.counted()) {
      assertThat(field.replaced().stream().map(Replaced::count))
          .containsExactlyElementsOf(
              pairs.values().stream().sorted(Comparator.reverseOrder()).limit(5).toList());
    }
  }

  @Test
  void a_value_that_is_replaced_often_is_found_among_any_number_of_others() {
    Random random = new Random(1);
    ChangeCounter counter = new ChangeCounter();
    for (long row = 1; row <= 20_000; row++) {
      boolean often = random.nextInt(10) == 0;
      counter.add(new Change(row, "k", "status", often ? "CUR" : "was " + row, "CPL"));
    }

    FieldChanges field = field(counter.summary(), "status");

    assertThat(field.counted()).isFalse();
    assertThat(field.replaced().get(0).before()).isEqualTo("CUR");
    assertThat(field.replaced())
        .as("what occurred once is not among what is most often replaced")
        .allSatisfy(replaced -> assertThat(replaced.atLeast()).isGreaterThan(1));
  }

  @Test
  void long_texts_that_begin_alike_are_told_apart() {
    String text = "x".repeat(500);
    ChangeSummary summary =
        summary(
            List.of(
                new Change(1, "k", "notes", text + "1", "short"),
                new Change(2, "k", "notes", text + "1", "short"),
                new Change(3, "k", "notes", text + "2", "short")));

    assertThat(field(summary, "notes").replaced())
        .extracting(Replaced::count)
        .containsExactly(2L, 1L);
    assertThat(field(summary, "notes").replaced().get(0).before()).hasSize(100).endsWith("x…");
  }

  @Test
  void a_row_is_counted_once_and_as_what_is_known_of_it() {
    ChangeCounter counter = new ChangeCounter();
    counter.unreadable(1, "password");
    counter.add(new Change(1, "k", "status", "CUR", "CPL"));
    counter.add(new Change(2, "k", "status", "CUR", "CPL"));
    counter.add(new Change(2, "k", "priority", 1L, 2L));
    counter.unreadable(3, "password");
    counter.equal(5);
    counter.rejected(7);
    counter.notFound(11);

    ChangeSummary summary = counter.summary();

    assertThat(summary.rows()).isEqualTo(new PlannedRows(2, 1, 5, 7, 11));
    assertThat(summary.rows().total()).isEqualTo(26);
    assertThat(summary.rows().written()).isEqualTo(3);
    assertThat(field(summary, "password").unreadable()).isEqualTo(2);
    assertThat(field(summary, "password").changes()).isZero();
    assertThat(counter.summary()).as("asked once more").isEqualTo(summary);
  }

  @Test
  void blank_is_null_and_the_empty_text_and_the_empty_list() {
    ChangeSummary summary =
        summary(
            List.of(
                new Change(1, "k", "f", "", "x"),
                new Change(2, "k", "f", List.of(), "x"),
                new Change(3, "k", "f", "x", null),
                new Change(4, "k", "f", null, ""),
                new Change(5, "k", "f", " ", "x")));

    assertThat(field(summary, "f").fromBlank()).isEqualTo(2);
    assertThat(field(summary, "f").toBlank()).isEqualTo(1);
    assertThat(summary.emptied()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void it_comes_back_from_json(long seed) throws Exception {
    ChangeSummary summary = summary(new SomeChanges(seed).list(200));

    String json = summary.toJson();

    assertThat(ChangeSummary.fromJson(json)).isEqualTo(summary);
    assertThat(json).doesNotContain("\n", "\u001b", "\u202e");
  }

  @Test
  void nothing_is_a_summary_too() throws Exception {
    ChangeSummary nothing = new ChangeCounter().summary();

    assertThat(nothing.rows().total()).isZero();
    assertThat(ChangeSummary.fromJson(nothing.toJson())).isEqualTo(nothing);
  }
}
