package io.writeback.camel.queue;

import io.writeback.ledger.RunEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Events that did not go out by themselves: each is tried again alone, and counts as refused only
 * while the broker takes others, as all else may be the broker's fault. Known to one process only:
 * the next begins anew.
 */
final class QuarantinedEvents {
  /** So often with all that there is to say, and as often again with the state alone. */
  static final int TRIES = 5;

  /** While no other goes out, one look in so many tries them. */
  static final int IDLE_LOOKS = 25;

  private static final int MOST = 1_000;
  private static final int AT_ONCE = 20;

  /** Event to refusals; the one that was tried last is the last. */
  private final Map<RunEvent, Integer> refusals = new LinkedHashMap<>();

  private int looks;

  /** Runs whose events wait behind one of these. */
  Set<String> runs() {
    return refusals.keySet().stream().map(RunEvent::runId).collect(Collectors.toSet());
  }

  /** Counts a look; whether this one tries them in any case. */
  boolean isTime() {
    looks++;
    return !refusals.isEmpty() && looks >= IDLE_LOOKS;
  }

  /** Beyond the most that are set apart, events wait: then hardly anything goes out. */
  void add(RunEvent event) {
    if (refusals.size() < MOST) {
      refusals.putIfAbsent(event, 0);
    }
  }

  void clear() {
    refusals.clear();
  }

  /** Those to be tried now, in turn. */
  List<RunEvent> next() {
    looks = 0;
    List<RunEvent> next = refusals.keySet().stream().limit(AT_ONCE).toList();
    next.forEach(event -> refusals.put(event, refusals.remove(event)));
    return next;
  }

  /** One went out: the rest may, too, with the next look. */
  void sent(RunEvent event) {
    refusals.remove(event);
    looks = IDLE_LOOKS;
  }

  /** Whether what goes out is the state alone. */
  boolean isBrief(RunEvent event) {
    return refusals.get(event) >= TRIES;
  }

  /** Counts that the broker took others but not this one; whether once too often: it is gone. */
  boolean isRefusedForGood(RunEvent event) {
    if (refusals.merge(event, 1, Integer::sum) < 2 * TRIES) {
      return false;
    }
    refusals.remove(event);
    return true;
  }
}
