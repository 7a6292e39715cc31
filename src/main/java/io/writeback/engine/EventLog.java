package io.writeback.engine;

import io.writeback.destination.Plan;
import io.writeback.ledger.Claim;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Visible;
import io.writeback.run.ExitCode;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.run.Run;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a server: one line per event, what happened first, then the facts as {@code
 * key=value}.
 */
public final class EventLog implements ProgressListener {
  private static final Logger LOG = LoggerFactory.getLogger("io.writeback.events");

  /** An expected event. */
  public static void event(String what, Object... facts) {
    LOG.info("{}", line(what, facts));
  }

  /** An event that may need attention. */
  public static void warning(String what, Object... facts) {
    LOG.warn("{}", line(what, facts));
  }

  /**
   * The line of an event.
   *
   * @param facts names and values in turn; one without a value is left out
   */
  public static String line(String what, Object... facts) {
    StringBuilder line = new StringBuilder(what);
    for (int fact = 0; fact < facts.length; fact += 2) {
      String value = facts[fact + 1] == null ? "" : String.valueOf(facts[fact + 1]);
      if (!value.isEmpty()) {
        line.append(' ').append(facts[fact]).append('=').append(quoted(value));
      }
    }
    return line.toString();
  }

  /** On one line, in quotes if it is more than a word. */
  private static String quoted(String value) {
    String flat = Visible.line(value.replaceAll("\\s+", " ").strip());
    return flat.matches("[^ \"=]+") ? flat : '"' + flat.replace("\"", "'") + '"';
  }

  @Override
  public void accepted(Run run) {
    event("run began", "run", run.id(), "writeback", run.writeback());
  }

  @Override
  public void resumed(Run run) {
    event("run resumes", "run", run.id(), "writeback", run.writeback());
  }

  @Override
  public void queued(RunEntry run, Claim claim) {
    if (claim instanceof Claim.Busy busy) {
      event("run waits", "run", run.id(), "writeback", run.writeback(), "behind", busy.runId());
    } else if (claim instanceof Claim.Held held) {
      event(
          "run waits",
          "run",
          run.id(),
          "writeback",
          run.writeback(),
          "behind",
          held.runId(),
          "because",
          reason(held));
    } else if (claim instanceof Claim.Quiet quiet) {
      event(
          "run waits",
          "run",
          run.id(),
          "writeback",
          run.writeback(),
          "until",
          quiet.until(),
          "because",
          "a request of run " + quiet.runId() + " went unanswered");
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
    event(
        "run sends",
        "run",
        run.id(),
        "writeback",
        run.writeback(),
        "rows",
        run.rows(),
        "target",
        plan.target());
  }

  @Override
  public void ended(Run run, Report report) {
    Object[] facts = {
      "run", report.run(),
      "writeback", report.writeback(),
      "state", report.state(),
      "rows", report.rows(),
      "written", report.written(),
      "unchanged", nonZero(report.unchanged()),
      "rejected", nonZero(report.rejected()),
      "differs", nonZero(report.differs()),
      "in-doubt", nonZero(report.inDoubt()),
      "not-sent", nonZero(report.notSent()),
      "seconds", String.format(Locale.ROOT, "%.1f", report.seconds()),
      "code", report.code(),
      "reason", report.reason()
    };
    if (report.exitCode() == ExitCode.COMPLETE) {
      event("run ended", facts);
    } else {
      warning("run ended", facts);
    }
  }

  private static Object nonZero(long count) {
    return count == 0 ? null : count;
  }
}
