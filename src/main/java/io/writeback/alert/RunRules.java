package io.writeback.alert;

import io.writeback.ledger.AlertHistory;
import io.writeback.ledger.AlertHistory.Entry;
import io.writeback.ledger.AlertHistory.Paused;
import io.writeback.ledger.AlertHistory.Undelivered;
import io.writeback.ledger.AlertRule;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import io.writeback.problem.Lengths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The rules about the runs of a writeback, decided by what the ledger has: each is broken, kept, or
 * says nothing yet.
 */
final class RunRules {
  /** Usual is the median of so many complete runs at most. */
  private static final int MOST_USUAL = 20;

  private final AlertHistory history;
  private final AlertRules rules;
  private final RunCounts counts;

  RunRules(AlertHistory history, AlertRules rules, RunCounts counts) {
    this.history = history;
    this.rules = rules;
    this.counts = counts;
  }

  List<Finding> findings() {
    return Stream.of(failed(), rejects(), slow(), fewRows(), paused(), undelivered())
        .flatMap(Optional::stream)
        .filter(finding -> rules.has(finding.rule()))
        .toList();
  }

  /** The newest run that has ended says it; one that a person cancelled says nothing. */
  private Optional<Finding> failed() {
    Optional<Entry> last =
        newest(
            run -> run.state().ended() && run.state() != RunState.CANCELLED && !leftToOthers(run));
    return last.flatMap(
        run -> {
          if (run.state().isComplete()) {
            return Optional.of(kept(AlertRule.FAILED, run, "run %s is %s", run.id(), run.state()));
          }
          return run.failedForGood()
              ? Optional.of(broken(AlertRule.FAILED, run, () -> failure(run)))
              : Optional.empty();
        });
  }

  private static boolean leftToOthers(Entry run) {
    return run.state() == RunState.STOPPED && !run.triedAgain() && !run.failedForGood();
  }

  private String failure(Entry run) {
    return "%s; run %s is %s; %s; %s; see ./writeback show %s"
        .formatted(
            cause(run.reason(), run.code()),
            run.id(),
            run.state(),
            run.snapshotRows() == null
                ? "it has read no rows"
                : "%,d of %s written"
                    .formatted(
                        counts.counts(run.id()).written(), Count.of(run.snapshotRows(), "row")),
            run.attempt() == 0
                ? "it is not tried again"
                : "that was the last of " + (run.attempt() + 1) + " tries",
            run.id());
  }

  /** What happened, before the rule that follows from it. */
  private static String cause(String reason, Code code) {
    return reason == null ? "the run did not complete" : "%s (%s)".formatted(reason, code);
  }

  /** Rejects that a later run or a replay has written do not count any more. */
  private Optional<Finding> rejects() {
    return newest(run -> run.state().isComplete())
        .filter(run -> rules.rejects().isPresent())
        .map(
            run -> {
              Threshold allowed = rules.rejects().orElseThrow();
              long most = allowed.of(rows(run));
              if (run.state() == RunState.COMPLETE || attention(run, most) <= most) {
                return kept(
                    AlertRule.REJECTS,
                    run,
                    "of run %s, %s or fewer need attention",
                    run.id(),
                    allowed.isPercent() ? allowed + " of the rows" : Count.of(most, "row"));
              }
              return broken(
                  AlertRule.REJECTS,
                  run,
                  () -> {
                    AlertHistory.Counts rows = counts.counts(run.id());
                    return "run %s ended with %s and %s of %s (more than %s); see ./writeback show %s"
                        .formatted(
                            run.id(),
                            Count.of(rows.rejected(), "reject"),
                            Count.of(rows.differs(), "difference"),
                            Count.of(rows(run), "row"),
                            allowed,
                            run.id());
                  });
            });
  }

  private static long rows(Entry run) {
    return run.snapshotRows() == null ? 0 : run.snapshotRows();
  }

  private long attention(Entry run, long most) {
    AlertHistory.Counts rows = counts.counts(run.id());
    return rows.rejected() + rows.differs() <= most
        ? 0
        : rows.differs() + counts.openRejects(run.id(), most + 1);
  }

  /** A run that is still in progress can be slow, but not yet fast. */
  private Optional<Finding> slow() {
    Optional<Entry> last =
        newest(
            run ->
                run.workingSince() != null
                    && !(run.state() == RunState.PAUSED && isPaused(run))
                    && (run.state().isComplete() || !run.state().ended()));
    if (last.isEmpty() || rules.slow().isEmpty()) {
      return Optional.empty();
    }
    Entry run = last.get();
    Optional<Duration> usual = usual(run, before -> before.worked(history.now()));
    if (usual.isEmpty()) {
      return Optional.empty();
    }
    Duration took = run.worked(history.now());
    double most = usual.get().toMillis() * rules.slow().get();
    boolean ended = run.state().isComplete();
    if (took.toMillis() > most && took.compareTo(rules.slowLeast()) > 0) {
      return Optional.of(
          broken(
              AlertRule.SLOW,
              run,
              () ->
                  "run %s %s %s, usual are %s; see ./writeback show %s"
                      .formatted(
                          run.id(),
                          ended ? "took" : "is in progress for",
                          Lengths.about(took),
                          Lengths.about(usual.get()),
                          run.id())));
    }
    return ended
        ? Optional.of(kept(AlertRule.SLOW, run, "run %s took %s", run.id(), Lengths.about(took)))
        : Optional.empty();
  }

  private boolean isPaused(Entry run) {
    return history.paused().stream().anyMatch(paused -> paused.id().equals(run.id()));
  }

  /** The number of row messages that a run takes says nothing of the next one. */
  private Optional<Finding> fewRows() {
    Optional<Entry> last =
        newest(
            run ->
                run.snapshotRows() != null
                    && !run.rowsTaken()
                    && run.state() != RunState.CANCELLED);
    if (last.isEmpty() || rules.fewRows().isEmpty()) {
      return Optional.empty();
    }
    Entry run = last.get();
    return usual(run, before -> before.rowsTaken() ? null : before.snapshotRows())
        .map(
            usual ->
                run.snapshotRows() < usual * rules.fewRows().get()
                    ? broken(
                        AlertRule.FEW_ROWS,
                        run,
                        () ->
                            "run %s has %s, usual are %,d; see ./writeback show %s"
                                .formatted(
                                    run.id(), Count.of(run.snapshotRows(), "row"), usual, run.id()))
                    : kept(
                        AlertRule.FEW_ROWS,
                        run,
                        "run %s has %s",
                        run.id(),
                        Count.of(run.snapshotRows(), "row")));
  }

  /** The first run that waits says it. */
  private Optional<Finding> paused() {
    if (history.paused().isEmpty()) {
      return Optional.of(
          new Finding(
              AlertRule.PAUSED, false, null, Long.MAX_VALUE, () -> "no run waits for a person"));
    }
    Paused run = history.paused().get(0);
    return Optional.of(
        new Finding(AlertRule.PAUSED, true, run.id(), run.number(), () -> waiting(run)));
  }

  /** The reason of a run that waits for approval names the commands that end that. */
  private static String waiting(Paused run) {
    String cause = cause(run.reason(), run.code());
    return run.code() == Code.APPROVAL_NEEDED
        ? "%s; run %s is PAUSED and waits for approval".formatted(cause, run.id())
        : "%s; run %s is PAUSED and waits for a person, then ./writeback resume %s"
            .formatted(cause, run.id(), run.id());
  }

  /**
   * The oldest results that take too long say it. Those that were given up break the rule until
   * some of a later run arrive.
   */
  private Optional<Finding> undelivered() {
    return rules.resultsUndelivered().map(this::undelivered);
  }

  private Finding undelivered(Duration most) {
    return history.undelivered().stream()
        .filter(one -> one.givenUp() || !one.since().plus(most).isAfter(history.now()))
        .findFirst()
        .map(
            one ->
                new Finding(
                    AlertRule.RESULTS_UNDELIVERED,
                    true,
                    one.id(),
                    one.number(),
                    () -> undelivered(one)))
        .orElseGet(
            () ->
                new Finding(
                    AlertRule.RESULTS_UNDELIVERED,
                    false,
                    null,
                    Long.MAX_VALUE,
                    () -> "no results wait for longer than " + Lengths.about(most)));
  }

  private String undelivered(Undelivered one) {
    return "%s of run %s to %s, %s: %s; see ./writeback show %s"
        .formatted(
            one.kind(),
            one.id(),
            one.destination(),
            one.givenUp()
                ? "given up after " + Count.of(one.tries(), "try", "tries")
                : "not delivered for %s in %s"
                    .formatted(
                        Lengths.about(Duration.between(one.since(), history.now())),
                        Count.of(one.tries(), "try", "tries")),
            one.failure() == null ? "no try has ended yet" : one.failure(),
            one.id());
  }

  private Optional<Entry> newest(Predicate<Entry> which) {
    return history.runs().stream().filter(which).findFirst();
  }

  /** What a value of the complete runs before one shows. */
  private interface Measure<T> {
    /** Null if the run has none. */
    T of(Entry run);
  }

  /** The median of the complete runs before a run; empty if there are too few. */
  private <T extends Comparable<T>> Optional<T> usual(Entry run, Measure<T> measure) {
    List<T> values = new ArrayList<>();
    for (Entry before : history.runs()) {
      T value =
          before.number() < run.number() && before.state().isComplete() ? measure.of(before) : null;
      if (value != null && values.size() < MOST_USUAL) {
        values.add(value);
      }
    }
    values.sort(null);
    return values.size() < rules.usualRuns()
        ? Optional.empty()
        : Optional.of(values.get(values.size() / 2));
  }

  private Finding broken(AlertRule rule, Entry run, Supplier<String> message) {
    return new Finding(rule, true, run.id(), run.number(), message);
  }

  private Finding kept(AlertRule rule, Entry run, String message, Object... values) {
    return new Finding(rule, false, run.id(), run.number(), () -> message.formatted(values));
  }
}
