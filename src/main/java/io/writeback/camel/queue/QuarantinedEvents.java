package io.writeback.camel.queue;

import io.writeback.ledger.RunEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Events that the broker refused. Each is retried alone, and a refusal counts only while the broker
 * accepts other events: otherwise the broker may be the cause. Held in memory: another process
 * starts over.
 */
final class QuarantinedEvents {
  /** How often an event is tried in full, and then again in brief. */
  static final int TRIES = 5;

  /** If no other event is sent, they are tried in every round of this many. */
  static final int IDLE_ROUNDS = 25;

  private static final int MOST = 1_000;
  private static final int AT_ONCE = 20;

  /** Event to refusals, in the order in which they were last tried. */
  private final Map<RunEvent, Integer> refusals = new LinkedHashMap<>();

  private int rounds;

  /** Runs whose events wait behind one of these. */
  Set<String> runs() {
    return refusals.keySet().stream().map(RunEvent::runId).collect(Collectors.toSet());
  }

  /** Counts a round; whether they are tried in it even if no other event is sent. */
  boolean isDue() {
    rounds++;
    return !refusals.isEmpty() && rounds >= IDLE_ROUNDS;
  }

  /** Above the limit events just wait: hardly any is accepted then. */
  void add(RunEvent event) {
    if (refusals.size() < MOST) {
      refusals.putIfAbsent(event, 0);
    }
  }

  void clear() {
    refusals.clear();
  }

  /** The next ones to try, in turn. */
  List<RunEvent> next() {
    rounds = 0;
    List<RunEvent> next = refusals.keySet().stream().limit(AT_ONCE).toList();
    next.forEach(event -> refusals.put(event, refusals.remove(event)));
    return next;
  }

  /** Removes a sent event; the others are tried in the next round. */
  void sent(RunEvent event) {
    refusals.remove(event);
    rounds = IDLE_ROUNDS;
  }

  /** Whether the brief form is sent. */
  boolean isBrief(RunEvent event) {
    return refusals.get(event) >= TRIES;
  }

  /**
   * Counts a refusal while others were accepted; true if it was the last, and the event is dropped.
   */
  boolean isRefusedForGood(RunEvent event) {
    if (refusals.merge(event, 1, Integer::sum) < 2 * TRIES) {
      return false;
    }
    refusals.remove(event);
    return true;
  }
}
