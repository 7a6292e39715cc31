package io.writeback.engine;

import io.writeback.destination.Plan;
import io.writeback.ledger.Claim;
import io.writeback.ledger.RunEntry;
import io.writeback.run.ExitCode;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.run.Run;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Logs the progress of runs in a server. */
public final class EventLog implements ProgressListener {
  @Override
  public void accepted(Run run) {
    LogEvent.ofRun("run began", run.id(), run.writeback()).info();
  }

  @Override
  public void resumed(Run run) {
    LogEvent.ofRun("run resumes", run.id(), run.writeback()).info();
  }

  @Override
  public void queued(RunEntry run, Claim claim) {
    LogEvent waits = LogEvent.ofRun("run waits", run.id(), run.writeback());
    if (claim instanceof Claim.Busy busy) {
      waits.with("behind", busy.runId()).info();
    } else if (claim instanceof Claim.Held held) {
      waits.with("behind", held.runId()).with("because", reason(held)).info();
    } else if (claim instanceof Claim.Quiet quiet) {
      waits
          .with("until", quiet.until())
          .with("because", "a request of run " + quiet.runId() + " went unanswered")
          .info();
    }
  }

  private static String reason(Claim.Held held) {
    return switch (held.reason()) {
      case ROWS_NOWHERE_ELSE ->
          "that run has not finished and has rows that no other run has: ./writeback resume";
      case INTERRUPTED -> "that run was interrupted and resumes first";
      case WAITS_FOR_PERSON ->
          "that run waits for a person and writes some of the same fields: ./writeback resume, or"
              + " ./writeback cancel "
              + held.runId();
    };
  }

  @Override
  public void planned(Run run, Plan plan) {
    if (run.stopped()) {
      // It shows what it would change, and sends nothing.
      return;
    }
    LogEvent.ofRun("run sends", run.id(), run.writeback())
        .with("rows", run.rows())
        .with("target", plan.target())
        .info();
  }

  @Override
  public void ended(Run run, Report report) {
    LogEvent ended =
        LogEvent.ofRun("run ended", report.run(), report.writeback())
            .with("state", report.state())
            .with("rows", report.tally().rows())
            .with("written", report.written())
            .with("unchanged", nonZero(report.tally().unchanged()))
            .with("rejected", nonZero(report.tally().rejected()))
            .with("differs", nonZero(report.tally().differs()))
            .with("in-doubt", nonZero(report.tally().inDoubt()))
            .with("not-sent", nonZero(report.tally().notSent()))
            .with("seconds", BigDecimal.valueOf(report.seconds()).setScale(1, RoundingMode.HALF_UP))
            .with("code", report.code())
            .with("reason", report.reason());
    if (report.outcome() == ExitCode.COMPLETE) {
      ended.info();
    } else {
      ended.warn();
    }
  }

  private static Object nonZero(long count) {
    return count == 0 ? null : count;
  }
}
