package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The writes in progress, in order of acceptance.
 *
 * <p>Nothing runs in the background: {@link #settle} advances all of them to the current time, and
 * every access to a sheet or an operation calls it first.
 */
final class Operations {
  private final Map<String, Operation> all = new LinkedHashMap<>();
  private final Set<String> expired = new HashSet<>();
  private final Deque<Outcome> planned = new ArrayDeque<>();
  private final InstantSource clock;
  private final Supplier<WorkivaKnobs> knobs;
  private final Traffic traffic;

  Operations(InstantSource clock, Supplier<WorkivaKnobs> knobs, Traffic traffic) {
    this.clock = clock;
    this.knobs = knobs;
    this.traffic = traffic;
  }

  /** The next writes end like this, in order; later ones complete. */
  synchronized void plan(List<Outcome> outcomes) {
    planned.addAll(outcomes);
  }

  synchronized void forgetPlans() {
    planned.clear();
  }

  synchronized int plans() {
    return planned.size();
  }

  /**
   * Accepts a write.
   *
   * @throws WorkivaRefusal 409 while another write to the spreadsheet is in progress
   */
  synchronized Operation accept(Write write) throws WorkivaRefusal {
    settle();
    if (knobs.get().conflicts()) {
      requireFree(write.spreadsheet().id());
    }
    Instant now = clock.instant();
    Outcome outcome = planned.isEmpty() ? Outcome.COMPLETED : planned.removeFirst();
    Duration takes = Duration.ofMillis(knobs.get().operationMillis());
    Operation operation = new Operation(write, outcome, takes, now);
    operation.nextPoll(now.plusSeconds(knobs.get().retryAfterSeconds()));
    all.put(operation.id(), operation);
    return operation;
  }

  /**
   * Answers a poll of an operation.
   *
   * @throws WorkivaRefusal 429 if it is too early, 404 or 410 if the operation is unknown
   */
  synchronized Polled poll(String id) throws WorkivaRefusal {
    settle();
    Operation operation = all.get(id);
    if (operation == null) {
      throw expired.contains(id) && knobs.get().operationGoneStatus() == 410
          ? WorkivaRefusal.gone("Operation " + id)
          : WorkivaRefusal.notFound("Operation " + id);
    }
    Instant now = clock.instant();
    boolean announced = !knobs.get().retryAfterForm().equals("none");
    if (announced && knobs.get().enforceRetryAfter() && now.isBefore(operation.nextPoll())) {
      throw WorkivaRefusal.tooManyRequests(
          "Operation " + id, knobs.get().retryAfterOn429() ? 1 : 0);
    }
    operation.nextPoll(operation.isOver() ? now : now.plusSeconds(knobs.get().retryAfterSeconds()));
    return new Polled(operation.json(), operation.isOver());
  }

  /** A snapshot of an operation. */
  record Polled(ObjectNode json, boolean isOver) {}

  /** Advances every operation to the current time, and removes those that ended long ago. */
  synchronized void settle() {
    Instant now = clock.instant();
    Instant oldest = now.minusMillis(knobs.get().operationTtlMillis());
    for (Iterator<Operation> each = all.values().iterator(); each.hasNext(); ) {
      Operation operation = each.next();
      if (!operation.isOver()) {
        operation.advance(now, knobs.get().hold());
        if (operation.isCompleted()) {
          traffic.wrote(operation.sheetId());
        }
      }
      if (operation.isOver() && operation.updated().isBefore(oldest)) {
        expired.add(operation.id());
        each.remove();
      }
    }
  }

  /** Cancels the writes to a spreadsheet that is about to be replaced. */
  synchronized void cancel(String spreadsheetId) {
    settle();
    all.values().stream()
        .filter(o -> !o.isOver() && o.spreadsheetId().equals(spreadsheetId))
        .forEach(o -> o.end(Outcome.REPLACED, clock.instant()));
  }

  /** All that are kept, oldest first. */
  synchronized List<ObjectNode> list() {
    settle();
    return all.values().stream()
        .map(
            o ->
                o.json()
                    .put("spreadsheet", o.spreadsheetId())
                    .put("sheet", o.sheetId())
                    .put("range", o.range().toString()))
        .toList();
  }

  private void requireFree(String spreadsheetId) throws WorkivaRefusal {
    for (Operation operation : all.values()) {
      if (!operation.isOver() && operation.spreadsheetId().equals(spreadsheetId)) {
        throw WorkivaRefusal.conflict(
            spreadsheetId, "The request conflicts with another request, " + operation.id());
      }
    }
  }
}
