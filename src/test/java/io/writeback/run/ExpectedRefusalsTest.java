package io.writeback.run;

import static io.writeback.run.FakeDestination.destination;
import static io.writeback.run.FakeDestination.value;
import static io.writeback.run.FakeSource.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.destination.Destination;
import io.writeback.destination.ExpectedRefusal;
import io.writeback.destination.FakePlan;
import io.writeback.destination.Forecast;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that the destination is expected to refuse are sent apart. */
final class ExpectedRefusalsTest extends RunFixture {
  /** Expects what it will refuse. */
  private static final class Forecasting extends FakePlan {
    private final List<Long> asked;

    Forecasting(List<Long> asked) {
      super(FakePlan.HUNDRED, FakeDestination::byValue);
      this.asked = asked;
    }

    @Override
    public Forecast forecast(Forecast.Records records, Forecast.Rows expected) {
      List<Long> refused = new ArrayList<>();
      records.each(
          record -> {
            asked.add(record.row());
            if (value(record).startsWith("refuse")) {
              refused.add(record.row());
              expected.refused(record.row());
            }
          });
      return new Forecast(
          List.of(
              new ExpectedRefusal(
                  Code.FORM_MISSING,
                  "Value",
                  "value",
                  "it says so",
                  refused.size(),
                  List.of(new ExpectedRefusal.Example(refused.get(0), "a key", "carries \"A\"")))),
          List.of("a note of the forecast"));
    }
  }

  private static Destination forecasting(List<Long> asked) {
    return new FakeDestination(() -> new Forecasting(asked));
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
        execute(
            entry(stopped),
            () -> new Forecasting(asked),
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
