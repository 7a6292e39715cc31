package io.writeback.ledger;

import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the rules of alerts need of a writeback, as the ledger has it at one time.
 *
 * @param runs its last runs, the newest first, without replays and skipped fires
 * @param paused its runs that a person has to resume, the oldest first, replays among them
 * @param undelivered results of its runs that are not where they belong, the oldest first
 * @param open its open alerts
 */
public record AlertHistory(
    Instant now,
    String writeback,
    List<Entry> runs,
    List<Paused> paused,
    List<Undelivered> undelivered,
    List<OpenAlert> open) {
  public AlertHistory {
    runs = List.copyOf(runs);
    paused = List.copyOf(paused);
    undelivered = List.copyOf(undelivered);
    open = List.copyOf(open);
  }

  /**
   * A run.
   *
   * @param number its place in the order of all runs
   * @param workingSince when it began, or a person last resumed it; null if it waits for its turn
   * @param snapshotRows null as long as it has not read its rows
   * @param rowsTaken whether its rows came as messages
   * @param attempt 0 for the first try, 1 for the first retry
   * @param triedAgain whether a retry follows or has followed
   */
  public record Entry(
      String id,
      long number,
      RunState state,
      Code code,
      String reason,
      Instant acceptedAt,
      Instant workingSince,
      Instant finishedAt,
      Long snapshotRows,
      boolean rowsTaken,
      int attempt,
      boolean triedAgain) {
    /** Whether it ended without completing, and nothing of it is tried again. */
    public boolean failedForGood() {
      return (state == RunState.FAILED
              || state == RunState.STOPPED
                  && (code == null || !RunEntry.LEFT_TO_OTHERS.contains(code)))
          && !triedAgain;
    }

    /** Whether it was in progress, or waited for its turn, at a time. */
    public boolean isOpenAt(Instant time) {
      return !acceptedAt.isAfter(time) && (finishedAt == null || !finishedAt.isBefore(time));
    }

    /** How long it has worked until a time, or its end. */
    public Duration worked(Instant now) {
      return workingSince == null
          ? Duration.ZERO
          : Duration.between(workingSince, finishedAt == null ? now : finishedAt);
    }
  }

  /** A run that a person has to resume. */
  public record Paused(
      String id, String writeback, long number, Code code, String reason, Instant pausedAt) {}

  /**
   * Results of a run that are not where they belong.
   *
   * @param id of the run
   * @param number its place in the order of all runs
   * @param kind what is delivered, see {@link ResultDelivery}
   * @param since when they were due
   * @param failure why the last try failed; null if none did
   * @param givenUp whether they are not tried any more, and none of a later run arrived since
   */
  public record Undelivered(
      String id,
      String writeback,
      long number,
      String kind,
      String destination,
      Instant since,
      int tries,
      String failure,
      boolean givenUp) {}

  /**
   * The rows of a run that need attention.
   *
   * @param written rows that the destination holds, as they were sent or with differences
   */
  public record Counts(long written, long rejected, long differs) {}

  /** The run that answers a fire, or why it has none. */
  public record Fired(String id, long number, Code code, String reason, Instant acceptedAt) {}
}
