package io.writeback.alert;

import io.writeback.ledger.AlertChange;
import io.writeback.ledger.AlertHistory;
import io.writeback.ledger.AlertRule;
import io.writeback.ledger.AlertStore;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.OpenAlert;
import io.writeback.ledger.ScheduleStore;
import io.writeback.schedule.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Examines writebacks by their rules, and records what changed with the messages about it. */
public final class AlertWatch {
  private final AlertStore store;
  private final ScheduleStore schedules;
  private final AlertSettings settings;
  private final Collection<String> channels;
  private final Collection<String> writebacks;
  private final Map<String, List<Schedule>> byWriteback;

  /**
   * @param channels the names of those that get messages
   * @param writebacks those that there are
   */
  public AlertWatch(
      Ledger ledger,
      AlertSettings settings,
      Collection<String> channels,
      Collection<String> writebacks,
      List<Schedule> schedules) {
    this.store = ledger.alerts();
    this.schedules = ledger.schedules();
    this.settings = settings;
    this.channels = List.copyOf(channels);
    this.writebacks = List.copyOf(writebacks);
    this.byWriteback = schedules.stream().collect(Collectors.groupingBy(Schedule::writeback));
  }

  /** Examines every writeback; the changes go to a listener once they are on disk. */
  public void examine(Consumer<AlertChange> listener) {
    Function<AlertHistory, List<AlertChange>> rules = this::changes;
    // Most often there is nothing to write.
    store
        .histories(writebacks)
        .filter(history -> !rules.apply(history).isEmpty())
        .forEach(history -> store.update(history.writeback(), rules, channels).forEach(listener));
  }

  /** Closes the alerts of writebacks that do not exist any more. */
  public void forgetOthers() {
    store.open().stream()
        .filter(alert -> !writebacks.contains(alert.writeback()))
        .forEach(alert -> store.drop(alert.writeback(), alert.rule()));
  }

  private List<AlertChange> changes(AlertHistory history) {
    String writeback = history.writeback();
    AlertRules rules = settings.rules(writeback);
    List<Finding> findings = new ArrayList<>(new RunRules(history, rules, counts()).findings());
    rules
        .notStarted()
        .flatMap(
            tolerance ->
                new FireRule(history, tolerance, fires())
                    .finding(byWriteback.getOrDefault(writeback, List.of())))
        .ifPresent(findings::add);
    List<AlertChange> changes = new ArrayList<>();
    findings.forEach(
        finding ->
            finding.change(writeback, open(history, finding.rule())).ifPresent(changes::add));
    Arrays.stream(AlertRule.values())
        .filter(rule -> !rules.has(rule))
        .flatMap(rule -> open(history, rule).stream())
        .map(
            alert ->
                new AlertChange(
                    AlertChange.Kind.DROPPED,
                    writeback,
                    alert.rule(),
                    alert.runId(),
                    alert.runNumber(),
                    "the rule is off"))
        .forEach(changes::add);
    return changes;
  }

  private static Optional<OpenAlert> open(AlertHistory history, AlertRule rule) {
    return history.open().stream().filter(alert -> alert.rule() == rule).findFirst();
  }

  private RunCounts counts() {
    return new RunCounts() {
      @Override
      public AlertHistory.Counts counts(String runId) {
        return store.counts(runId);
      }

      @Override
      public long openRejects(String runId, long most) {
        return store.openRejects(runId, most);
      }
    };
  }

  private FireRule.Fires fires() {
    return new FireRule.Fires() {
      @Override
      public Optional<Instant> last(Schedule schedule) {
        return schedules.lastFire(schedule.name(), schedule.timing());
      }

      @Override
      public Optional<AlertHistory.Fired> run(Schedule schedule, Instant fire) {
        return store.fired(schedule.writeback(), schedule.name(), fire);
      }
    };
  }
}
