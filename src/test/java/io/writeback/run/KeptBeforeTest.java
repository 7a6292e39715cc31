package io.writeback.run;

import static io.writeback.run.FakeSource.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.changes.Budget;
import io.writeback.changes.Change;
import io.writeback.changes.ChangeCursor;
import io.writeback.changes.PieceWriter;
import io.writeback.changes.Safeguards;
import io.writeback.destination.Exchange;
import io.writeback.destination.FakePlan;
import io.writeback.destination.Held;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a run overwrites is in its folder before it is overwritten. */
final class KeptBeforeTest extends RunFixture {
  private static final Safeguards KEEPING = new Safeguards(Budget.NONE, true);

  /** What the destination holds: "old" and the key, unless something was written. */
  private final Map<String, String> things = new HashMap<>();

  private final List<Integer> looks = new ArrayList<>();

  /** Decides about a look; by default it is answered. */
  private Function<List<Record>, Held> looking = this::held;

  /** Decides about a write. */
  private Function<List<Record>, Receipt> writing = this::write;

  private Held held(List<Record> records) {
    return new Held(records.stream().map(this::held).toList());
  }

  private Held.Entry held(Record record) {
    if (record.key().endsWith("9")) {
      return Held.Entry.gone(record);
    }
    if (record.key().endsWith("8")) {
      return new Held.Entry(
          record, true, List.of(new Held.Unreadable("value", "it is write-only")));
    }
    String held = things.getOrDefault(record.key(), "old " + record.key());
    return new Held.Entry(
        record, true, List.of(new Held.Value("value", held, held.equals(wanted(record)))));
  }

  private static String wanted(Record record) {
    return FakeDestination.value(record);
  }

  private Receipt write(List<Record> records) {
    records.forEach(record -> things.put(record.key(), wanted(record)));
    return FakePlan.taken(records);
  }

  private FakePlan plan() {
    return new FakePlan(FakePlan.HUNDRED, records -> writing.apply(records)) {
      @Override
      public Optional<Exchange> look(List<Record> records) {
        return Optional.of(
            new Exchange(
                HttpRequest.get(URI.create("https://fake.example/"), "application/json"),
                (sent, answer) -> {
                  looks.add(records.size());
                  return looking.apply(records);
                }));
      }

      @Override
      public int mostLookedAt() {
        return 2_000;
      }
    };
  }

  private Report run(int count, Safeguards safeguards) {
    return execute(
        run -> {
          run.stageOnce(rows(count, row -> "new"));
          run.planOnce(new FakeDestination(this::plan), safeguards, null);
          send(run);
          runs.close(run);
        });
  }

  private Report resumed(Report stopped) {
    runs.resume(entry(stopped));
    return execute(
        entry(stopped),
        this::plan,
        run -> {
          send(run);
          runs.close(run);
        });
  }

  private Path folder(Report report) {
    return folder.resolve("runs").resolve(report.run());
  }

  private static List<Change> all(ChangeCursor cursor) {
    List<Change> changes = new ArrayList<>();
    try (cursor) {
      cursor.forEachRemaining(changes::add);
    }
    return changes;
  }

  private List<Change> overwritten(Report report) {
    return overwritten(report.run());
  }

  private List<Change> overwritten(String run) {
    return RunFolders.local(folder)
        .files(run)
        .overwritten()
        .map(source -> all(source.open()))
        .orElse(List.of());
  }

  /** Those of all rows whose value can be read. */
  private static List<Change> expected(int count) {
    return LongStream.rangeClosed(1, count)
        .filter(row -> row % 10 < 8)
        .mapToObj(
            row -> {
              String key = String.format("key-%05d", row);
              return new Change(row, key, "value", "old " + key, "new");
            })
        .toList();
  }

  @Test
  void what_is_overwritten_is_kept_with_one_question_per_batch() {
    Report report = run(250, KEEPING);

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
    assertThat(overwritten(report)).isEqualTo(expected(250));
    assertThat(looks).containsExactly(100, 100, 50);
    assertThat(report.requests()).isEqualTo(3);
  }

  @Test
  void each_write_finds_on_disk_what_it_overwrites() {
    writing =
        records -> {
          assertThat(overwritten(ledger.history().unfinished().get(0).id()))
              .extracting(Change::row)
              .containsAll(records.stream().map(Record::row).filter(row -> row % 10 < 8).toList());
          return write(records);
        };

    assertThat(run(250, KEEPING).state()).isEqualTo(RunState.COMPLETE);
  }

  @Test
  void a_field_that_cannot_be_read_is_written_and_counted() {
    Report report = run(250, KEEPING);

    assertThat(report.tally().confirmed()).isEqualTo(250);
    assertThat(report.warnings()).last().asString().contains("value (25 records)");
  }

  @Test
  void what_holds_the_value_already_has_nothing_to_be_kept() {
    run(20, KEEPING);

    assertThat(overwritten(run(20, KEEPING))).isEmpty();
  }

  @Test
  void a_run_that_does_not_keep_it_asks_nothing() {
    Report report = run(250, Safeguards.NONE);

    assertThat(looks).isEmpty();
    assertThat(RunFolders.local(folder).files(report.run()).overwritten()).isEmpty();
  }

  @Test
  void nothing_is_written_while_the_destination_does_not_say_what_it_holds() {
    looking =
        records -> {
          throw new CallFailure(Outcome.UNREACHED, "it is away");
        };
    Report stopped = run(250, KEEPING);
    assertThat(stopped.code()).isEqualTo(Code.DESTINATION_UNAVAILABLE);
    assertThat(things).isEmpty();
    looking = this::held;

    Report report = resumed(stopped);

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
    assertThat(overwritten(report)).isEqualTo(expected(250));
  }

  @Test
  void what_was_there_first_counts_although_a_resumed_run_finds_its_own_values_spelled_otherwise() {
    writing =
        records -> {
          records.forEach(record -> things.put(record.key(), "NEW, as the destination spells it"));
          throw new CallFailure(Outcome.UNKNOWN, "the answer is lost");
        };
    Report stopped = run(250, KEEPING);
    assertThat(stopped.state()).isEqualTo(RunState.STOPPED);
    writing = this::write;

    Report report = resumed(stopped);

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
    assertThat(overwritten(report)).isEqualTo(expected(250));
    assertThat(folder(report)).isDirectoryContaining("glob:**before-*");
  }

  @Test
  void a_run_that_cannot_keep_it_writes_nothing_and_can_be_resumed() throws Exception {
    List<Path> inTheWay = new ArrayList<>();
    Report stopped =
        execute(
            run -> {
              run.stageOnce(rows(250, row -> "new"));
              run.planOnce(new FakeDestination(this::plan), KEEPING, null);
              inTheWay.add(RunFolder.before(run.folder(), run.epoch()));
              Files.createDirectory(inTheWay.get(0));
              send(run);
              runs.close(run);
            });

    assertThat(stopped.code()).isEqualTo(Code.CHANGES_FILE);
    assertThat(stopped.state()).isEqualTo(RunState.STOPPED);
    assertThat(things).isEmpty();
    Files.delete(inTheWay.get(0));

    Report report = resumed(stopped);

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
    assertThat(overwritten(report)).isEqualTo(expected(250));
  }

  @Test
  void a_destination_that_cannot_be_looked_at_is_refused_before_the_first_write() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(20, row -> "new"));
              run.planOnce(FakeDestination.destination(), KEEPING, null);
            });

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.BAD_VALUE);
    assertThat(report.reason()).contains("keepBefore", "fake:things", "remove the option");
  }

  @Test
  void batches_that_ended_in_any_order_are_read_in_the_order_of_rows() throws Exception {
    Path home = Files.createDirectories(folder.resolve("runs").resolve("a-run"));
    List<List<Change>> batches = new ArrayList<>();
    for (int from = 1; from < 20_000; from += 100) {
      List<Change> batch = new ArrayList<>();
      for (long row = from; row < from + 100; row++) {
        batch.add(new Change(row, "key " + row, "a", row, "new"));
        batch.add(new Change(row, "key " + row, "b", null, "new"));
      }
      batches.add(batch);
    }
    List<Change> inOrder = batches.stream().flatMap(List::stream).toList();
    Collections.shuffle(batches, new Random(1));
    for (int epoch = 9; epoch < 12; epoch++) {
      try (PieceWriter pieces = new PieceWriter(RunFolder.before(home, epoch))) {
        for (List<Change> batch : batches.subList((epoch - 9) * 60, 200)) {
          pieces.append(epoch == 9 ? batch : batch.stream().map(KeptBeforeTest::later).toList());
        }
      }
    }

    assertThat(all(RunFolders.local(folder).files("a-run").overwritten().orElseThrow().open()))
        .isEqualTo(inOrder);
    assertThat(home.toFile().list()).hasSize(3);
  }

  private static Change later(Change change) {
    return new Change(change.row(), change.key(), change.field(), "of the run", change.after());
  }
}
