package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeReader;
import io.writeback.changes.ChangeWriter;
import io.writeback.changes.PlannedRows;
import io.writeback.dataset.Row;
import io.writeback.destination.BatchPolicy;
import io.writeback.destination.Exchange;
import io.writeback.destination.FakePlan;
import io.writeback.destination.Held;
import io.writeback.destination.Mapped;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.http.HttpRequest;
import io.writeback.problem.Code;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an undo finds, and what becomes of its rows. */
class UndoSearchTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-30T06:00:00Z"));

  @TempDir private Path folder;

  /** What the destination holds: by key, then by field. */
  private final Map<String, Map<String, Object>> held = new HashMap<>();

  /** The rows that were asked about together. */
  private final List<List<Long>> questions = new ArrayList<>();

  private PlannedChanges search(Change... overwritten) {
    try (ChangeWriter writer = new ChangeWriter(folder.resolve("overwritten"))) {
      Arrays.stream(overwritten).forEach(writer::add);
      UndoneRows rows = new UndoneRows(writer.finish(), new BitSet(), 100, Long.MAX_VALUE);
      return UndoSearch.of(new Asked(), rows, folder, CLOCK);
    }
  }

  private final class Asked extends FakePlan {
    Asked() {
      super(FakePlan.HUNDRED, FakePlan::taken);
    }

    @Override
    public int mostLookedAt() {
      return 2;
    }

    @Override
    public Optional<Exchange> look(List<Record> records) {
      questions.add(records.stream().map(Record::row).toList());
      return Optional.of(
          new Exchange(
              HttpRequest.get(URI.create("https://fake.example/"), "application/json"),
              (sent, answer) -> new Held(records.stream().map(this::entry).toList())));
    }

    private Held.Entry entry(Record record) {
      Map<String, Object> object = held.get(record.key());
      if (object == null) {
        return Held.Entry.gone(record);
      }
      List<Held.Cell> cells = new ArrayList<>();
      record
          .fields()
          .forEach(
              (field, value) ->
                  cells.add(
                      object.containsKey(field)
                          ? new Held.Value(
                              field, object.get(field), Objects.equals(object.get(field), value))
                          : new Held.Unreadable(field, "not shown")));
      return new Held.Entry(record, true, cells);
    }

    @Override
    public Receipt ask(Exchange question) {
      return question.read(question.request(), null);
    }
  }

  private List<Change> changes() {
    List<Change> all = new ArrayList<>();
    try (ChangeReader reader = new RunFiles(folder).changes().open()) {
      reader.forEachRemaining(all::add);
    }
    return all;
  }

  private List<Mapped> rows(int count) {
    RunFiles files = new RunFiles(folder);
    List<Mapped> mapped = new ArrayList<>();
    try (RestoredRows rows =
        new RestoredRows(files.changes().open(), new KeptField.Reader(files.keptFile()), false)) {
      for (int row = 1; row <= count; row++) {
        mapped.add(rows.of(new Row(row, Arrays.asList(null, null))));
      }
    }
    return mapped;
  }

  @Test
  void what_the_run_wrote_and_is_still_there_becomes_a_change_back() {
    held.put("k", Map.of("name", "new"));

    PlannedChanges found = search(new Change(1, "k", "name", "old", "new"));

    assertThat(changes()).containsExactly(new Change(1, "k", "name", "new", "old"));
    assertThat(found.changes().rows()).isEqualTo(new PlannedRows(1, 0, 0, 0, 0));
    Record record = ((Mapped.Sendable) rows(1).get(0)).record();
    assertThat(record.key()).isEqualTo("k");
    assertThat(record.fields()).isEqualTo(Map.of("name", "old"));
    assertThat(record.expected()).isEqualTo(Map.of("name", "new"));
    assertThat(record.kept()).isEmpty();
  }

  @Test
  void what_is_there_already_is_equal() {
    held.put("k", Map.of("name", "old"));

    PlannedChanges found = search(new Change(1, "k", "name", "old", "new"));

    assertThat(changes()).isEmpty();
    assertThat(found.changes().rows()).isEqualTo(new PlannedRows(0, 0, 1, 0, 0));
    assertThat(rows(1)).containsExactly(new Mapped.Unchanged(1));
  }

  @Test
  void a_blank_field_is_blank_however_it_is_shown() {
    held.put("k", Map.of("name", ""));

    PlannedChanges found = search(new Change(1, "k", "name", null, "new"));

    assertThat(found.changes().rows().equal()).isEqualTo(1);
  }

  @Test
  void a_number_is_the_same_by_its_value() {
    held.put("k", Map.of("budget", new BigDecimal("100.00")));

    PlannedChanges found = search(new Change(1, "k", "budget", 100L, 7L));

    assertThat(found.changes().rows().equal()).isEqualTo(1);
  }

  @Test
  void a_field_that_holds_anything_else_is_kept_and_the_others_are_put_back() {
    held.put("k", Map.of("name", "of a colleague", "text", "new text"));

    PlannedChanges found =
        search(
            new Change(1, "k", "name", "old", "new"),
            new Change(1, "k", "text", "old text", "new text"));

    assertThat(found.changes().rows()).isEqualTo(new PlannedRows(1, 0, 0, 0, 0));
    Record record = ((Mapped.Sendable) rows(1).get(0)).record();
    assertThat(record.fields()).isEqualTo(Map.of("text", "old text"));
    assertThat(record.kept())
        .containsExactly(
            new KeptField(1, "k", "name", "new", "of a colleague", "old").difference());
  }

  @Test
  void a_row_of_which_nothing_is_put_back_is_rejected_with_the_values() {
    held.put("k", Map.of("name", "of a colleague"));
    held.put("unread", Map.of());

    PlannedChanges found =
        search(
            new Change(1, "k", "name", "old", "new"),
            new Change(2, "gone", "name", "old", "new"),
            new Change(3, "unread", "name", "old", "new"));

    assertThat(found.changes().rows()).isEqualTo(new PlannedRows(0, 0, 0, 2, 1));
    assertThat(rows(3))
        .extracting(row -> ((Mapped.Rejected) row).reject())
        .allMatch(reject -> reject.code() == Code.CHANGED_SINCE)
        .extracting(reject -> reject.row() + " " + reject.key() + " " + reject.column())
        .containsExactly("1 k name", "2 gone ", "3 unread name");
    assertThat(((Mapped.Rejected) rows(3).get(2)).reject().reason()).contains("cannot be read");
  }

  @Test
  void rows_keep_their_numbers_and_what_is_beside_them_is_asked_about_apart() {
    held.put("a", Map.of("name", "new"));
    held.put("b", Map.of("name", "old"));
    held.put("c", Map.of("name", "new"));

    search(
        new Change(10, "a", "name", "old", "new"),
        new Change(20, "b", "name", "old", "new"),
        new Change(30, "c", "name", "old", "new"),
        new Change(101, "a", "name", "old", "new"));

    assertThat(changes()).extracting(Change::row).containsExactly(10L, 30L, 101L);
    assertThat(questions).containsExactly(List.of(10L, 20L), List.of(30L), List.of(101L));
  }

  @Test
  void no_number_of_kept_rows_stops_an_undo() {
    BatchPolicy strict = new BatchPolicy(100, 1_000, 4, 3, 0.5, 10, true, 77);

    BatchPolicy policy = new RestoringPlan(FakePlan.taking(strict), null).policy();

    assertThat(policy).isEqualTo(new BatchPolicy(100, 1_000, 4, -1, 1, 10, true, 77));
  }
}
