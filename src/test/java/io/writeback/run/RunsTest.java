package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.batch.Batch;
import io.writeback.batch.Step;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.Staged;
import io.writeback.dataset.Staging;
import io.writeback.destination.BatchPolicy;
import io.writeback.destination.Destination;
import io.writeback.destination.Difference;
import io.writeback.destination.ExpectedRefusal;
import io.writeback.destination.FakePlan;
import io.writeback.destination.Forecast;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.http.RetryPolicy;
import io.writeback.ledger.BatchAccount;
import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.Batches;
import io.writeback.ledger.Cause;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.rows.Tally;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs with a pipeline of plain Java in Camel's place. */
@Timeout(120)
class RunsTest {
  private static final RetryPolicy TRIES =
      new RetryPolicy(2, 3, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** Runs that end because they cannot continue; PausesTest has the paused ones. */
  private static final PausePolicy STOPPING =
      new PausePolicy(List.of(), Duration.ofHours(24), PausePolicy.STANDARD.exports());

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-03-01T02:00:00Z");
  private Ledger ledger;
  private final LiveRuns live = new LiveRuns();
  private Runs runs;
  private final List<Report> ended = new ArrayList<>();

  @BeforeEach
  void open() {
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void ended(Run run, Report report) {
            ended.add(report);
          }
        };
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), () -> now);
    Targets targets =
        new Targets(ledger.leases(), Targets.HeldFor.ever(Duration.ZERO), System::nanoTime);
    runs =
        new Runs(
            ledger,
            live,
            targets,
            folder,
            () -> now,
            listener,
            new Retention(ledger, folder.resolve("runs"), Retention.STANDARD, () -> now),
            STOPPING);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  /** A DataSet with the columns Key, Value and Note. */
  record FakeSource(String rows) implements DatasetSource {
    @Override
    public io.writeback.dataset.Preview preview(int most) {
      throw new AssertionError("a run does not preview");
    }

    private static final List<String> COLUMNS = List.of("Key", "Value", "Note");

    @Override
    public String describe() {
      return "a DataSet of a test";
    }

    @Override
    public Snapshot stage(Path folder, ReadContext reading) {
      String csv = String.join(",", COLUMNS) + "\n" + rows;
      try (Staging staging = new Staging(describe(), folder, 100_000_000)) {
        Staged written =
            staging.write(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8,
                header -> {},
                reading::staged);
        Schema schema =
            new Schema(COLUMNS.stream().map(name -> new Column(name, ColumnType.STRING)).toList());
        return staging.commit(written, schema, "v1");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Rows with a key of their own and what the function says as value. */
  static FakeSource rows(int count, Function<Integer, String> value) {
    StringBuilder csv = new StringBuilder();
    for (int row = 1; row <= count; row++) {
      csv.append(String.format(Locale.ROOT, "key-%05d,%s,%n", row, value.apply(row)));
    }
    return new FakeSource(csv.toString());
  }

  private record FakeDestination(BatchPolicy policy, Function<List<Record>, Receipt> answers)
      implements Destination {
    @Override
    public void reach() {
      throw new AssertionError("a run plans, it does not only reach");
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public String target() {
      return "fake:things";
    }

    @Override
    public Plan plan(PlanInput input) {
      return new FakePlan(policy, answers);
    }
  }

  /** Values determine the outcome of a record: refuse… and differ… */
  private static Receipt byValue(List<Record> records) {
    for (Record record : records) {
      if (value(record).startsWith("refuse")) {
        return new Receipt.Refused("cannot take \"" + value(record) + "\"", "Value");
      }
    }
    return new Receipt.Delivered(records.stream().map(RunsTest::delivery).toList());
  }

  private static Receipt.Written delivery(Record record) {
    return new Receipt.Written(
        record,
        value(record).startsWith("differ")
            ? List.of(
                new Difference(
                    "value",
                    value(record),
                    value(record).endsWith("formula") ? "=1+1" : "something else"))
            : List.of());
  }

  private static String value(Record record) {
    return String.valueOf(record.fields().get("value"));
  }

  private static FakeDestination destination() {
    return new FakeDestination(FakePlan.HUNDRED, RunsTest::byValue);
  }

  private static FakeDestination answering(Function<List<Record>, Receipt> answers) {
    return new FakeDestination(FakePlan.HUNDRED, answers);
  }

  private Report execute(DatasetSource source, Destination destination) {
    return execute(
        run -> {
          run.stageOnce(source);
          run.planOnce(destination);
          send(run);
          runs.close(run);
        });
  }

  private Report execute(Runs.Route route) {
    return execute(runs.newId(), route);
  }

  private Report execute(String key, Runs.Route route) {
    return runs.execute(
        runs.accept("project-status", key).run(),
        "fake:things",
        true,
        (destination, stored, schema) -> {
          throw new AssertionError("nothing was interrupted");
        },
        route);
  }

  /** The pipeline: one batch after the other. */
  private void send(Run run) {
    Iterator<Batch> batches = run.batches();
    while (batches.hasNext()) {
      pass(batches.next());
    }
  }

  private void pass(Batch batch) {
    try {
      while (!(batch.next(now) instanceof Step.Done)) {
        PausesTest.tryUntilAnswered(batch, TRIES);
      }
      batch.book().settle(batch);
    } catch (RuntimeException e) {
      batch.book().broken(e);
    } finally {
      batch.release();
    }
  }

  private static void assertCloses(Report report) {
    assertThat(
            report.tally().confirmed()
                + report.tally().differs()
                + report.tally().unchanged()
                + report.tally().superseded()
                + report.tally().rejected()
                + report.tally().inDoubt()
                + report.tally().notSent())
        .as("rows accounted for")
        .isEqualTo(report.tally().rows());
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(Path.of(file));
  }

  // --- outcomes

  @Test
  void a_run_whose_rows_are_all_written_is_complete() {
    Report report = execute(rows(250, row -> "value"), destination());

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
    assertThat(report.tally().confirmed()).isEqualTo(250);
    assertThat(report.written()).isEqualTo(250);
    assertThat(report.batches()).isEqualTo(3);
    assertThat(report.requests()).isEqualTo(3);
    assertThat(report.recordsSent()).isEqualTo(250);
    assertThat(report.rejectsFile()).isNull();
    assertThat(report.differencesFile()).isNull();
    assertThat(report.source()).isEqualTo("a DataSet of a test");
    assertThat(report.target()).isEqualTo("fake:things");
    assertThat(report.unmatchedColumns()).containsExactly("Note");
    assertThat(report.warnings()).containsExactly("this is only a fake");
    assertThat(report.exitCode()).isZero();
    assertCloses(report);
  }

  @Test
  void a_run_without_rows_is_complete() {
    Report report = execute(rows(0, row -> ""), destination());

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
    assertThat(report.tally().rows()).isZero();
    assertThat(report.batches()).isZero();
    assertThat(report.exitCode()).isZero();
  }

  @Test
  void a_run_counts_what_became_of_every_row() {
    FakeSource source =
        new FakeSource(
            """
            a,first,
            b,reject this,
            c,,
            a,second,
            d,refuse this,
            e,differ from this,
            ,no key,
            f,value,
            """);
    Report report = execute(source, destination());

    assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
    assertThat(report.tally().rows()).isEqualTo(8);
    assertThat(report.tally().confirmed()).isEqualTo(2);
    assertThat(report.tally().differs()).isEqualTo(1);
    assertThat(report.tally().unchanged()).isEqualTo(1);
    assertThat(report.tally().superseded()).isEqualTo(1);
    assertThat(report.tally().rejected()).isEqualTo(3);
    assertThat(report.written()).isEqualTo(3);
    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(report.rejectCauses())
        .extracting(Cause::code)
        .containsExactlyInAnyOrder("WB-302", "WB-303", "WB-301");
    assertThat(report.differenceCauses())
        .containsExactly(
            new Cause(
                "",
                "value",
                "holds another value than was sent",
                1,
                6,
                "sent differ from this, found something else"));
    assertCloses(report);
  }

  @Test
  void the_books_of_any_mixture_close() {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      int count = random.nextInt(600);
      String[] kinds = {"value", "value", "value", "refuse", "differ", "reject", ""};
      FakeSource source = rows(count, row -> kinds[random.nextInt(kinds.length)]);
      // More would use up the retry budget.
      int failEvery = 12 + random.nextInt(20);
      AtomicInteger requests = new AtomicInteger();
      Report report =
          execute(
              source,
              answering(
                  records -> {
                    if (requests.incrementAndGet() % failEvery == 0) {
                      throw new CallFailure(Outcome.UNKNOWN, "lost");
                    }
                    return byValue(records);
                  }));

      assertThat(report.state())
          .as("seed %d: %s", seed, report)
          .isIn(RunState.COMPLETE, RunState.COMPLETE_WITH_REJECTS);
      assertThat(report.tally().rows()).as("seed %d", seed).isEqualTo(count);
      assertCloses(report);
    }
  }

  @Test
  void batches_in_parallel_add_up_to_the_same() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Report report =
          execute(
              run -> {
                run.stageOnce(rows(5_000, row -> row % 97 == 0 ? "refuse" : "value"));
                run.planOnce(
                    new FakeDestination(FakePlan.policy(50, 1_000_000, 8), RunsTest::byValue));
                List<Future<?>> passing = new ArrayList<>();
                Iterator<Batch> batches = run.batches();
                while (batches.hasNext()) {
                  Batch batch = batches.next();
                  passing.add(threads.submit(() -> pass(batch)));
                }
                for (Future<?> batch : passing) {
                  batch.get();
                }
                runs.close(run);
              });

      assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
      assertThat(report.tally().rejected()).isEqualTo(51);
      assertThat(report.tally().confirmed()).isEqualTo(4_949);
      assertCloses(report);
    } finally {
      threads.shutdownNow();
    }
  }

  // --- the durable order

  @Test
  void every_request_finds_its_intent_on_disk() {
    Report report =
        execute(
            rows(1_000, row -> "value"),
            answering(
                records -> {
                  assertThat(intentsOnDisk(records.get(0).row())).isEqualTo(1);
                  return byValue(records);
                }));

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
  }

  @Test
  void nothing_is_sent_while_the_commit_of_its_intent_is_held_up() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Report report =
          execute(
              run -> {
                run.stageOnce(rows(250, row -> "value"));
                run.planOnce(
                    answering(
                        records -> {
                          sent.incrementAndGet();
                          return byValue(records);
                        }));
                Future<?> sending;
                try (Connection other = otherConnection();
                    Statement statement = other.createStatement()) {
                  statement.execute("begin immediate");
                  sending = threads.submit(() -> send(run));
                  await()
                      .during(Duration.ofMillis(300))
                      .until(() -> sent.get() == 0 && !sending.isDone());
                  statement.execute("rollback");
                }
                sending.get();
                runs.close(run);
              });

      assertThat(report.state()).isEqualTo(RunState.COMPLETE);
      assertThat(sent).hasValue(3);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_batch_whose_intent_failed_is_not_sent_and_stops_the_run() {
    AtomicInteger sent = new AtomicInteger();
    Report report =
        execute(
            rows(250, row -> "value"),
            answering(
                records -> {
                  sent.incrementAndGet();
                  // The next intent is in its way.
                  sql(
                      "insert into batch (run_id, number, first_row, last_row, state, epoch, records,"
                          + " unchanged, superseded, intent_at)"
                          + " select id, 1, 101, 200, 'OPEN', 1, 100, 0, 0, 1 from run");
                  return byValue(records);
                }));

    assertThat(sent).hasValue(1);
    assertThat(report.code()).isEqualTo(Code.LEDGER_FAILED);
    assertThat(report.tally().confirmed()).isEqualTo(100);
  }

  private Connection otherConnection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
  }

  private int intentsOnDisk(long row) {
    try (Connection other = otherConnection();
        ResultSet found =
            other
                .createStatement()
                .executeQuery("select count(*) from batch where first_row = " + row)) {
      return found.getInt(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void sql(String text) {
    try (Connection other = otherConnection();
        Statement statement = other.createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  // --- faults

  @Test
  void a_batch_that_is_left_open_fails_the_run() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(250, row -> "value"));
              run.planOnce(destination());
              Iterator<Batch> batches = run.batches();
              Batch first = batches.next();
              first.release();
              while (batches.hasNext()) {
                pass(batches.next());
              }
            });

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.BOOKS_OPEN);
    assertThat(report.reason()).contains("batches without an account: 1");
    assertThat(report.tally().inDoubt()).isEqualTo(100);
    assertThat(report.exitCode()).isEqualTo(1);
  }

  @Test
  void a_batch_that_is_lost_fails_the_run() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(250, row -> "value"));
              run.planOnce(destination());
              Iterator<Batch> batches = run.batches();
              batches.next().release();
              while (batches.hasNext()) {
                pass(batches.next());
              }
            });

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.BOOKS_OPEN);
    assertThat(report.reason()).contains("rows in the ledger: 250, by the pipeline: 150");
  }

  @Test
  void a_pipeline_that_stops_early_fails_the_run() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(250, row -> "value"));
              run.planOnce(destination());
              pass(run.batches().next());
            });

    assertThat(report.code()).isEqualTo(Code.BOOKS_OPEN);
    assertThat(report.tally().notSent()).isEqualTo(150);
    assertCloses(report);
  }

  @Test
  void a_tally_that_is_not_the_ledgers_fails_the_run() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(250, row -> "value"));
              run.planOnce(destination());
              send(run);
              run.settled(new Tally(1, 1, 0, 0, 0, 0, 0, 0));
            });

    assertThat(report.code()).isEqualTo(Code.BOOKS_OPEN);
    assertThat(report.reason()).contains("rows confirmed in the ledger: 250, by the pipeline: 251");
  }

  @Test
  void an_account_behind_the_back_of_the_pipeline_fails_the_run() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(100, row -> "value"));
              run.planOnce(destination());
              send(run);
              BatchIntent again = new BatchIntent(run.id(), 1, 1, 100, 100, 0, 0, "");
              Batches.settle(
                  ledger,
                  new BatchAccount(again, 100, 0, 0, 0, List.of(), List.of(), 1, 100, 1, false),
                  2,
                  false);
            });

    assertThat(report.code()).isEqualTo(Code.BOOKS_OPEN);
    assertThat(report.reason()).contains("batches that leave a gap: 1");
  }

  @Test
  void a_route_that_does_not_reach_its_sink_fails_the_run() {
    Report report = execute(run -> run.stageOnce(rows(3, row -> "value")));

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.BAD_ROUTE_FILE);
    assertThat(report.reason()).isEqualTo("the route of project-status did not reach its sink");
    assertThat(report.tally().notSent()).isEqualTo(3);
    assertCloses(report);
  }

  @Test
  void a_sink_before_its_source_fails_the_run() {
    Report report = execute(run -> run.planOnce(destination()));

    assertThat(report.code()).isEqualTo(Code.BAD_ROUTE_FILE);
    assertThat(report.reason()).contains("reached before its source");
  }

  @Test
  void a_route_that_throws_an_error_fails_the_run() {
    Report report =
        execute(
            run -> {
              throw new StackOverflowError("too deep");
            });

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.INTERNAL);
    assertThat(report.reason()).contains("too deep");
  }

  @Test
  void a_source_that_fails_fails_the_run_also_if_the_route_catches_it() {
    DatasetSource source =
        new DatasetSource() {

          @Override
          public io.writeback.dataset.Preview preview(int rows) {
            throw new AssertionError("a run does not preview");
          }

          @Override
          public String describe() {
            return "none";
          }

          @Override
          public Snapshot stage(Path where, ReadContext reading) {
            throw new WritebackException(Code.DATASET_NOT_FOUND, "there is no such DataSet");
          }
        };
    Report report =
        execute(
            run -> assertThatThrownBy(() -> run.stageOnce(source)).hasMessageContaining("no such"));

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.DATASET_NOT_FOUND);
    assertThat(report.reason()).isEqualTo("there is no such DataSet");
    assertThat(report.tally().rows()).isZero();
  }

  @Test
  void a_run_that_a_person_cancels_while_its_rows_are_read_reads_no_more_of_them() {
    AtomicInteger read = new AtomicInteger();
    FakeSource source = rows(5, row -> "v" + row);

    Report report =
        execute(
            run -> {
              run.stageOnce(
                  new DatasetSource() {
                    @Override
                    public io.writeback.dataset.Preview preview(int most) {
                      throw new AssertionError("a run does not preview");
                    }

                    @Override
                    public String describe() {
                      return source.describe();
                    }

                    @Override
                    public Snapshot stage(Path folder, ReadContext reading) {
                      reading.staged(1);
                      ledger.runs().requestCancel(run.id());
                      reading.staged(2);
                      read.set(2);
                      return source.stage(folder, reading);
                    }
                  });
              run.planOnce(destination());
              send(run);
            });

    assertThat(report.state()).isEqualTo(RunState.CANCELLED);
    assertThat(read).as("rows after the wish").hasValue(0);
    assertThat(report.recordsSent()).isZero();
  }

  @Test
  void a_plan_that_fails_fails_the_run_and_nothing_is_sent() {
    Destination destination =
        new Destination() {

          @Override
          public void reach() {
            throw new AssertionError("a run plans, it does not only reach");
          }

          @Override
          public String name() {
            return "fake";
          }

          @Override
          public String target() {
            return "fake:things";
          }

          @Override
          public Plan plan(PlanInput input) {
            throw new WritebackException(Code.UNKNOWN_OBJECT, "there is no such object");
          }
        };
    Report report = execute(rows(3, row -> "value"), destination);

    assertThat(report.code()).isEqualTo(Code.UNKNOWN_OBJECT);
    assertThat(report.tally().notSent()).isEqualTo(3);
    assertCloses(report);
  }

  @Test
  void a_fault_in_the_middle_of_a_batch_leaves_it_in_doubt_and_fails_the_run() {
    AtomicInteger requests = new AtomicInteger();
    Report report =
        execute(
            rows(250, row -> "value"),
            answering(
                records -> {
                  if (requests.incrementAndGet() == 2) {
                    throw new IllegalStateException("a fault of ours");
                  }
                  return byValue(records);
                }));

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.INTERNAL);
    assertThat(report.tally().confirmed()).isEqualTo(100);
    assertThat(report.tally().inDoubt()).isEqualTo(100);
    assertThat(report.tally().notSent()).isEqualTo(50);
    assertCloses(report);
  }

  @Test
  void a_snapshot_that_is_changed_beneath_the_run_fails_it_and_keeps_what_was_sent() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(5_000, row -> "value"));
              run.planOnce(destination());
              Path file = run.folder().resolve(Staging.SNAPSHOT);
              // As many bytes, but the last rows are one row now.
              String text = Files.readString(file);
              int cut = text.indexOf("key-04900");
              Files.writeString(
                  file, text.substring(0, cut) + text.substring(cut).replace('\n', ' '));
              send(run);
            });

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code().id()).startsWith("WB-2");
    assertThat(report.tally().confirmed()).isBetween(100L, 4_899L);
    assertCloses(report);
  }

  // --- stop rules

  @Test
  void more_rejects_than_allowed_stop_the_run() {
    BatchPolicy policy = new BatchPolicy(10, 1_000_000, 1, 3, 1, 0);
    Report report =
        execute(
            rows(100, row -> row % 5 == 0 ? "reject" : "value"),
            new FakeDestination(policy, RunsTest::byValue));

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.TOO_MANY_REJECTS);
    assertThat(report.reason()).isEqualTo("4 rows were rejected, maxFailedRecords allows 3");
    assertThat(report.rejectsFile()).isNotNull();
    assertThat(report.tally().notSent()).isGreaterThan(0);
    assertCloses(report);
  }

  @Test
  void as_many_rejects_as_allowed_do_not_stop_the_run() {
    BatchPolicy policy = new BatchPolicy(10, 1_000_000, 1, 20, 1, 0);
    Report report =
        execute(
            rows(100, row -> row % 5 == 0 ? "reject" : "value"),
            new FakeDestination(policy, RunsTest::byValue));

    assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
    assertThat(report.tally().rejected()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({"0,FAILED", "50,FAILED", "101,COMPLETE_WITH_REJECTS"})
  void the_error_threshold_is_judged_only_after_enough_rows(long after, RunState state) {
    BatchPolicy policy = new BatchPolicy(10, 1_000_000, 1, -1, 0.5, after);
    Report report =
        execute(
            rows(100, row -> row % 5 == 0 ? "value" : "reject"),
            new FakeDestination(policy, RunsTest::byValue));

    assertThat(report.state()).isEqualTo(state);
    assertThat(report.tally().rejected() + report.tally().confirmed())
        .isGreaterThanOrEqualTo(Math.min(after, 100));
    assertCloses(report);
  }

  @Test
  void a_part_of_rejects_that_is_not_larger_than_the_threshold_does_not_stop_the_run() {
    BatchPolicy policy = new BatchPolicy(10, 1_000_000, 1, -1, 0.5, 0);
    Report report =
        execute(
            rows(100, row -> row % 2 == 0 ? "value" : "reject"),
            new FakeDestination(policy, RunsTest::byValue));

    assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
  }

  @Test
  void rejects_that_an_answer_names_cost_no_further_request() {
    Report report =
        execute(
            rows(250, row -> row % 25 == 0 ? "refuse" : "value"),
            answering(
                records ->
                    new Receipt.PerRecord(
                        records.stream()
                            .filter(record -> !value(record).equals("refuse"))
                            .map(RunsTest::delivery)
                            .toList(),
                        records.stream()
                            .filter(record -> value(record).equals("refuse"))
                            .map(record -> new Receipt.Refusal(record, "not this", "Value"))
                            .toList())));

    assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
    assertThat(report.tally().rejected()).isEqualTo(10);
    assertThat(report.requests()).isEqualTo(3);
    assertThat(report.rejectCauses()).extracting(Cause::column).containsExactly("Value");
    assertCloses(report);
  }

  @Test
  void a_cause_that_all_records_of_a_batch_share_stops_the_run_without_a_reject_for_them() {
    Report report =
        execute(
            rows(250, row -> "value"),
            answering(
                records -> new Receipt.Refused("no field \"x\" for " + records.get(0).key())));

    assertThat(report.state()).isEqualTo(RunState.FAILED);
    assertThat(report.code()).isEqualTo(Code.BATCH_REFUSED);
    assertThat(report.reason())
        .contains("every record of rows 1 to 100")
        .contains("no field \"x\"");
    assertThat(report.tally().rejected()).isZero();
    assertThat(report.tally().notSent()).isEqualTo(250);
    assertCloses(report);
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"UNKNOWN", "THROTTLED", "UNREACHED", "UNAUTHORISED", "MISDIRECTED"})
  void a_destination_that_cannot_be_used_stops_the_run(Outcome outcome) {
    AtomicInteger requests = new AtomicInteger();
    Report report =
        execute(
            rows(250, row -> "value"),
            answering(
                records -> {
                  if (requests.incrementAndGet() > 1) {
                    throw new CallFailure(outcome, "of a test");
                  }
                  return byValue(records);
                }));

    boolean person = outcome == Outcome.MISDIRECTED || outcome == Outcome.UNAUTHORISED;
    assertThat(report.state()).isEqualTo(person ? RunState.PAUSED : RunState.STOPPED);
    assertThat(report.exitCode()).isEqualTo(4);
    assertThat(report.tally().confirmed()).isEqualTo(100);
    assertThat(report.tally().inDoubt()).isEqualTo(outcome == Outcome.UNKNOWN ? 100 : 0);
    assertThat(report.tally().notSent()).isEqualTo(outcome == Outcome.UNKNOWN ? 50 : 150);
    assertCloses(report);
  }

  // --- files

  @Test
  void rejects_keep_the_original_cells_in_the_order_of_their_rows() throws Exception {
    FakeSource source =
        new FakeSource(
            """
            a,refuse it,
            b,value,fine
            c,reject it,""
            d,"reject, of
            ""two"" lines","a note\r
            of two"
            ,value,Größe
            """);
    Report report = execute(source, destination());

    String run = report.run();
    assertThat(Files.readString(Path.of(report.rejectsFile())))
        .isEqualTo(
            """
            "Key","Value","Note","_wb_run","_wb_row","_wb_code","_wb_column","_wb_reason"
            "a","refuse it",,"RUN","1","WB-303","Value","cannot take ""refuse it""\"
            "c","reject it","","RUN","3","WB-302","Value","is ""reject it""\"
            "d","reject, of
            ""two"" lines","a note\r
            of two","RUN","4","WB-302","Value","is ""reject, of
            ""two"" lines""\"
            ,"value","Größe","RUN","5","WB-301","Value","has no key"
            """
                .replace("RUN", run));
  }

  @Test
  void a_difference_that_a_spreadsheet_program_would_compute_is_a_text_in_the_file()
      throws Exception {
    Report report = execute(rows(1, row -> "differ formula"), destination());

    assertThat(lines(report.differencesFile()))
        .contains("\"1\",\"key-00001\",\"value\",\"differ formula\",\"'=1+1\"");
  }

  @Test
  void differences_are_listed_with_both_values() throws Exception {
    Report report =
        execute(
            rows(120, row -> row == 7 || row == 119 ? "differ " + row : "value"), destination());

    assertThat(lines(report.differencesFile()))
        .containsExactly(
            "\"row\",\"key\",\"field\",\"sent\",\"found\"",
            "\"7\",\"key-00007\",\"value\",\"differ 7\",\"something else\"",
            "\"119\",\"key-00119\",\"value\",\"differ 119\",\"something else\"");
    assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
  }

  @Test
  void the_report_file_is_the_report() throws Exception {
    Report report =
        execute(
            rows(120, row -> row == 7 ? "refuse" : row == 9 ? "differ" : "value"), destination());

    String json = Files.readString(Path.of(report.reportFile()));
    JsonNode tree = new ObjectMapper().readTree(json);
    assertThat(Report.fromJson(json)).isEqualTo(report);
    assertThat(tree.get("run").asText()).isEqualTo(report.run());
    assertThat(tree.get("rejected").asLong()).isEqualTo(1);
    assertThat(tree.get("written").asLong()).isEqualTo(119);
    assertThat(tree.get("state").asText()).isEqualTo("COMPLETE_WITH_REJECTS");
    assertThat(tree.get("rejectCauses").get(0).get("count").asLong()).isEqualTo(1);
    assertThat(report.toString()).isEqualTo(json.trim());
  }

  @Test
  void a_rejects_file_that_cannot_be_written_is_a_warning_and_changes_nothing() throws Exception {
    Report report =
        execute(
            run -> {
              Files.createDirectory(run.folder().resolve(ReportFiles.REJECTS));
              run.stageOnce(rows(20, row -> row == 7 ? "refuse" : "value"));
              run.planOnce(destination());
              send(run);
              runs.close(run);
            });

    assertThat(report.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
    assertThat(report.tally().rejected()).isEqualTo(1);
    assertThat(report.rejectsFile()).isNull();
    assertThat(report.warnings()).last().asString().startsWith("rejects.csv could not be written");
    assertThat(ended).hasSize(1);
  }

  @Test
  void a_report_file_that_cannot_be_written_changes_nothing() throws Exception {
    Report report =
        execute(
            run -> {
              Path taken = Files.createDirectory(run.folder().resolve(ReportFiles.REPORT));
              Files.createFile(taken.resolve("something"));
              run.stageOnce(rows(20, row -> "value"));
              run.planOnce(destination());
              send(run);
              runs.close(run);
            });

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
    assertThat(ended).hasSize(1);
  }

  @Test
  void a_green_run_leaves_its_report_only() {
    Report report = execute(rows(20, row -> "value"), destination());

    assertThat(Path.of(report.reportFile()).getParent().toFile().list())
        .containsExactlyInAnyOrder("report.json");
  }

  // --- once

  @Test
  void a_run_is_closed_once_although_its_sink_and_its_route_both_do() {
    List<Report> closed = new ArrayList<>();
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(20, row -> "value"));
              run.planOnce(destination());
              send(run);
              closed.add(runs.close(run));
            });

    assertThat(closed).containsExactly(report);
    assertThat(closed.get(0)).isSameAs(report);
    assertThat(ended).containsExactly(report);
  }

  @Test
  void a_route_that_fails_after_its_sink_does_not_change_what_the_books_say() {
    Report report =
        execute(
            run -> {
              run.stageOnce(rows(20, row -> "value"));
              run.planOnce(destination());
              send(run);
              runs.close(run);
              throw new IllegalStateException("the alert could not be sent");
            });

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
    assertThat(ledger.history().find(report.run()).orElseThrow().state())
        .isEqualTo(RunState.COMPLETE);
  }

  @Test
  void staging_and_planning_happen_once_however_often_the_route_is_entered() {
    AtomicInteger staged = new AtomicInteger();
    FakeSource rows = rows(120, row -> "value");
    DatasetSource counting =
        new DatasetSource() {

          @Override
          public io.writeback.dataset.Preview preview(int rows) {
            throw new AssertionError("a run does not preview");
          }

          @Override
          public String describe() {
            return rows.describe();
          }

          @Override
          public Snapshot stage(Path where, ReadContext reading) {
            staged.incrementAndGet();
            return rows.stage(where, reading);
          }
        };
    Report report =
        execute(
            run -> {
              for (int i = 0; i < 3; i++) {
                run.stageOnce(counting);
                run.planOnce(destination());
                send(run);
              }
            });

    assertThat(staged).hasValue(1);
    assertThat(report.requests()).isEqualTo(2);
    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
  }

  @Test
  void a_key_that_was_accepted_before_runs_nothing_and_gives_back_the_report_of_its_run() {
    AtomicInteger entered = new AtomicInteger();
    Runs.Route route =
        run -> {
          entered.incrementAndGet();
          run.stageOnce(rows(120, row -> row == 7 ? "refuse" : "value"));
          run.planOnce(destination());
          send(run);
        };
    Report first = execute("the key", route);
    now = now.plusSeconds(3_600);
    Report second = execute("the key", route);

    assertThat(entered).hasValue(1);
    assertThat(second).isEqualTo(first);
    assertThat(second.exitCode()).isEqualTo(3);
    assertThat(ended).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"run\":"})
  void without_its_report_file_a_run_is_reported_from_the_ledger(String broken) throws Exception {
    Runs.Route route =
        run -> {
          run.stageOnce(rows(120, row -> row == 7 ? "refuse" : "value"));
          run.planOnce(destination());
          send(run);
        };
    Report first = execute("the key", route);
    Files.writeString(Path.of(first.reportFile()), broken);
    Report second = execute("the key", route);

    assertThat(second.run()).isEqualTo(first.run());
    assertThat(second.state()).isEqualTo(RunState.COMPLETE_WITH_REJECTS);
    assertThat(second.tally().rejected()).isEqualTo(1);
    assertThat(second.tally().confirmed()).isEqualTo(119);
    assertThat(second.finishedAt()).isEqualTo(first.finishedAt());
    assertThat(second.rejectCauses()).isEqualTo(first.rejectCauses());
    assertCloses(second);
  }

  @Test
  void a_key_whose_run_continues_tells_how_far_it_has_come() {
    List<Report> meanwhile = new ArrayList<>();
    execute(
        "the key",
        run -> {
          run.stageOnce(rows(250, row -> "value"));
          run.planOnce(destination());
          pass(run.batches().next());
          meanwhile.add(
              execute(
                  "the key",
                  again -> {
                    throw new IllegalStateException("entered twice");
                  }));
          send(run);
        });

    assertThat(meanwhile)
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.state()).isEqualTo(RunState.RUNNING);
              assertThat(report.tally().confirmed()).isEqualTo(100);
              assertThat(report.tally().notSent()).isEqualTo(150);
              assertThat(report.finishedAt()).isNull();
              assertThat(report.exitCode()).isEqualTo(4);
            });
    assertThat(ended).singleElement().extracting(Report::state).isEqualTo(RunState.COMPLETE);
  }

  @Test
  void a_batch_that_comes_late_meets_closed_books() {
    List<Batch> late = new ArrayList<>();
    execute(
        run -> {
          run.stageOnce(rows(20, row -> "value"));
          run.planOnce(destination());
          late.add(run.batches().next());
        });

    assertThatThrownBy(() -> late.get(0).book().settle(late.get(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("of project-status is closed");
  }

  @Test
  void a_ledger_that_breaks_is_reported() {
    assertThatThrownBy(
            () ->
                execute(
                    run -> {
                      run.stageOnce(rows(20, row -> "value"));
                      run.planOnce(destination());
                      ledger.close();
                      send(run);
                    }))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ledger.db");
  }

  @Test
  void ids_sort_as_runs_do() {
    String first = runs.newId();
    now = now.plusSeconds(1);
    String second = runs.newId();

    assertThat(first).isLessThan(second).matches("20260301-020000-[0-9a-f]{6}");
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETE,0",
    "FAILED,1",
    "COMPLETE_WITH_REJECTS,3",
    "STOPPED,4",
    "PAUSED,4",
    "CANCELLED,4",
    "ACCEPTED,4",
    "SNAPSHOT,4",
    "RUNNING,4"
  })
  void every_state_has_its_exit_code(RunState state, int code) {
    Report report =
        new Report(
            "r",
            "w",
            null,
            state,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Tally.NOTHING,
            0,
            0,
            0,
            0,
            0,
            "",
            null,
            0,
            0,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            null,
            null);

    assertThat(report.exitCode()).isEqualTo(code);
  }

  // --- rows that are nowhere else

  /** Like row messages: staging removes the rows. */
  private record TakenAway(FakeSource source) implements DatasetSource {
    @Override
    public boolean isTakenAway() {
      return true;
    }

    @Override
    public String describe() {
      return source.describe();
    }

    @Override
    public Snapshot stage(Path folder, ReadContext reading) {
      return source.stage(folder, reading);
    }

    @Override
    public io.writeback.dataset.Preview preview(int most) {
      return source.preview(most);
    }
  }

  private Report stopsAfter(DatasetSource source) {
    return stopsAfter(source, new StopReason(Code.INTERRUPTED, "a signal", true));
  }

  private Report stopsAfter(DatasetSource source, StopReason stop) {
    return execute(
        run -> {
          run.stageOnce(source);
          run.planOnce(destination());
          run.stop(stop);
        });
  }

  @Test
  void no_run_goes_before_one_whose_rows_are_nowhere_else() {
    Report first = stopsAfter(new TakenAway(rows(1, row -> "older")));
    assertThat(first.state()).isEqualTo(RunState.STOPPED);

    Report second = execute(rows(1, row -> "newer"), destination());

    assertThat(second.state()).isEqualTo(RunState.ACCEPTED);
    assertThat(runs.heldBy(second.run())).contains(first.run());
    assertThat(runs.interrupted()).extracting(run -> run.id()).contains(first.run());
    ledger.runs().cancel(first.run());
    Report again =
        runs.execute(
            ledger.history().find(second.run()).orElseThrow(),
            "fake:things",
            true,
            (destination, stored, schema) -> {
              throw new AssertionError("nothing was interrupted");
            },
            run -> {
              run.stageOnce(rows(1, row -> "newer"));
              run.planOnce(destination());
              send(run);
            });
    assertThat(again.state()).isEqualTo(RunState.COMPLETE);
    assertThat(runs.heldBy(second.run())).isEmpty();
  }

  @Test
  void a_run_that_was_interrupted_is_resumed_before_anything_newer_begins() {
    Report first = stopsAfter(rows(1, row -> "older"));

    Report second = execute(rows(1, row -> "newer"), destination());

    assertThat(second.state()).isEqualTo(RunState.ACCEPTED);
    assertThat(runs.heldBy(second.run())).contains(first.run());
  }

  @Test
  void a_run_whose_place_a_newer_one_has_taken_ends_by_itself_and_names_that_one() {
    Report first =
        stopsAfter(
            rows(1, row -> "older"),
            new StopReason(Code.LEDGER_FAILED, "for a person to see to", true));

    Report second = execute(rows(1, row -> "newer"), destination());
    runs.endAbandoned();

    assertThat(second.state()).isEqualTo(RunState.COMPLETE);
    var older = ledger.history().find(first.run()).orElseThrow();
    assertThat(older.state()).isEqualTo(RunState.CANCELLED);
    assertThat(older.code()).isEqualTo(Code.OVERTAKEN);
    assertThat(older.reason()).contains(second.run());
    assertThat(runs.interrupted()).isEmpty();
  }

  // --- what the destination says before anything is sent

  /** It expects what it will refuse, unless it is not to be asked. */
  private static final class Forecasting extends FakePlan {
    private final List<Long> asked;

    Forecasting(List<Long> asked) {
      super(FakePlan.HUNDRED, RunsTest::byValue);
      this.asked = asked;
    }

    @Override
    public Forecast forecast(Forecast.Records records, LongConsumer expected) {
      List<Long> refused = new ArrayList<>();
      records.each(
          record -> {
            asked.add(record.row());
            if (value(record).startsWith("refuse")) {
              refused.add(record.row());
              expected.accept(record.row());
            }
          });
      return new Forecast(
          List.of(
              new ExpectedRefusal(
                  "WB-433",
                  "Value",
                  "value",
                  "it says so",
                  refused.size(),
                  List.of(new ExpectedRefusal.Example(refused.get(0), "a key", "carries \"A\"")))),
          List.of("a note of the forecast"));
    }
  }

  private static Destination forecasting(List<Long> asked) {
    return new Destination() {
      @Override
      public String name() {
        return "fake";
      }

      @Override
      public String target() {
        return "fake:things";
      }

      @Override
      public Plan plan(PlanInput input) {
        return new Forecasting(asked);
      }

      @Override
      public void reach() {
        throw new AssertionError("a run plans, it does not only reach");
      }
    };
  }

  private static FakeSource everyTenthIsRefused(int rows) {
    return rows(rows, row -> row % 10 == 0 ? "refuse this" : "value");
  }

  @Test
  void
      rows_whose_refusal_is_expected_cost_no_other_row_a_request_and_the_report_names_them_beforehand()
          throws Exception {
    Report without = execute(everyTenthIsRefused(1_000), destination());
    Report report = execute(everyTenthIsRefused(1_000), forecasting(new ArrayList<>()));

    assertThat(without.requests()).isGreaterThan(300);
    assertThat(report.requests()).isEqualTo(10 + 100);
    assertThat(report.recordsSent()).isEqualTo(1_000);
    assertThat(report.tally().confirmed()).isEqualTo(900);
    assertThat(report.tally().rejected()).isEqualTo(100);
    assertThat(report.expectedRefusals())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.rows()).isEqualTo(100);
              assertThat(refusal.examples()).extracting(e -> e.row()).containsExactly(10L);
            });
    assertThat(report.warnings()).contains("a note of the forecast");
    assertThat(Report.fromJson(Files.readString(Path.of(report.reportFile())))).isEqualTo(report);
    assertCloses(report);
  }

  @Test
  void only_records_that_would_be_sent_are_asked_about() {
    FakeSource source =
        new FakeSource(
            """
            a,refuse what is superseded,
            b,reject this,
            c,,
            a,refuse this,
            d,value,
            """);
    List<Long> asked = new ArrayList<>();

    Report report = execute(source, forecasting(asked));

    assertThat(asked).containsExactly(4L, 5L);
    assertThat(report.tally().superseded()).isEqualTo(1);
    assertThat(report.tally().confirmed()).isEqualTo(1);
  }

  @Test
  void if_the_refusal_of_every_record_is_expected_the_first_batch_shows_their_shared_cause() {
    Report report = execute(rows(1_000, row -> "refuse this"), forecasting(new ArrayList<>()));

    assertThat(report.code()).isEqualTo(Code.BATCH_REFUSED);
    assertThat(report.tally().rejected()).isZero();
  }

  @Test
  void a_resumed_run_sets_the_same_rows_apart_and_asks_nothing_again() {
    List<Long> asked = new ArrayList<>();
    Report stopped =
        execute(
            run -> {
              run.stageOnce(everyTenthIsRefused(300));
              run.planOnce(forecasting(asked));
              pass(run.batches().next());
              run.stop(new StopReason(Code.INTERRUPTED, "a signal", true));
              runs.close(run);
            });
    assertThat(stopped.state()).isEqualTo(RunState.STOPPED);
    assertThat(asked).hasSize(300);

    Report report =
        runs.execute(
            ledger.history().find(stopped.run()).orElseThrow(),
            "fake:things",
            true,
            (destination, stored, snapshot) -> new Forecasting(asked),
            run -> {
              send(run);
              runs.close(run);
            });

    assertThat(asked).hasSize(300);
    assertThat(report.requests()).isEqualTo(3 + 30);
    assertThat(report.tally().rejected()).isEqualTo(30);
    assertThat(report.expectedRefusals()).isEqualTo(stopped.expectedRefusals()).hasSize(1);
  }
}
