package io.writeback.console;

import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunSummary;
import io.writeback.view.RunViews;
import io.writeback.view.StateText;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A run in a list.
 *
 * @param state as people read it: {@code complete with rejects}
 * @param pause what it waits for; "" if it is not paused
 * @param millis how long it has taken
 * @param rows null as long as they are not staged
 * @param code why it ended early; null if it did not
 * @param reason the same in words; may be null
 */
public record RunRow(
    String id,
    String writeback,
    String state,
    Tone tone,
    Instant accepted,
    String pause,
    long millis,
    Long rows,
    long written,
    long rejected,
    String code,
    String reason,
    boolean needsPerson) {
  static RunRow of(RunSummary summary, RunViews views) {
    RunEntry run = summary.run();
    boolean interrupted = StateText.interrupted(run.state(), views.isHeld(run));
    Tone tone = Tone.of(run, interrupted);
    return new RunRow(
        run.id(),
        run.writeback(),
        words(views.state(run)),
        tone,
        run.acceptedAt(),
        pause(run),
        Duration.between(run.acceptedAt(), views.until(summary)).toMillis(),
        run.snapshotRows(),
        summary.written(),
        summary.rejected(),
        run.code() == null ? null : run.code().id(),
        run.reason(),
        tone == Tone.BAD || interrupted || run.waitsForApproval());
  }

  static String words(String state) {
    return state.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String pause(RunEntry run) {
    if (run.pause() == null) {
      return "";
    }
    if (run.waitsForApproval()) {
      return "approval, until a person approves or rejects it";
    }
    return run.pause().waitsForPerson()
        ? run.pause().kind().word() + ", until a person resumes it"
        : run.pause().kind().word() + ", until " + StateText.time(run.pause().until());
  }

  public String length() {
    return StateText.length(millis);
  }
}
