package io.writeback.run;

import io.writeback.ledger.GoneObject.Outcome;
import io.writeback.ledger.KnownObjectStore;
import io.writeback.ledger.Ledger;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of the objects of a run whose rows were gone, counted. */
record GoneOutcomes(Map<Outcome, Long> objects) {
  static GoneOutcomes of(Ledger ledger, String runId) {
    Map<Outcome, Long> objects = new EnumMap<>(Outcome.class);
    for (KnownObjectStore.GoneCount count : ledger.knownObjects().goneCounts(runId)) {
      objects.put(count.outcome(), count.objects());
    }
    return new GoneOutcomes(objects);
  }

  /** Of how many objects it is known what became of them. */
  long count() {
    return objects.values().stream().mapToLong(Long::longValue).sum();
  }

  boolean isEmpty() {
    return objects.isEmpty();
  }

  /** Whether a person should look at some of them. */
  boolean isOpen() {
    return objects.keySet().stream().anyMatch(Outcome::isOpen);
  }

  /**
   * One sentence; empty if there were none.
   *
   * @param undo whether it is of an undo, which was to put back what they held
   */
  Optional<String> sentence(boolean undo) {
    if (isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    add(parts, Outcome.CLEARED, "cleared", "");
    add(parts, Outcome.DELETED, "deleted", "");
    add(parts, Outcome.RESTORED, "put back", "");
    add(parts, Outcome.NOTHING, undo ? "as before already" : "blank or gone already", "");
    add(
        parts,
        Outcome.KEPT,
        "left, as someone has changed %s since",
        " (" + Code.CHANGED_SINCE.id() + ")");
    add(parts, Outcome.REFUSED, "refused", " (" + Code.GONE_REFUSED.id() + ")");
    add(parts, Outcome.IN_DOUBT, "in doubt", " (" + Code.ANSWER_UNKNOWN.id() + ")");
    return Optional.of(
        "%s: %s; %s lists them"
            .formatted(
                undo ? "objects that the run had cleared" : "objects whose rows are gone",
                String.join(", ", parts),
                ReportFiles.GONE));
  }

  /** What an undo of the run cannot put back, one sentence; empty if there is nothing. */
  Optional<String> deleted(String runId) {
    long deleted = objects.getOrDefault(Outcome.DELETED, 0L);
    return deleted == 0
        ? Optional.empty()
        : Optional.of(
            "%s %s that run %s deleted %s not put back: an undo restores values, not objects. %s in its folder lists them"
                .formatted(
                    Code.DELETED_FOR_GOOD.id(),
                    Count.of(deleted, "object"),
                    runId,
                    deleted == 1 ? "is" : "are",
                    ReportFiles.GONE));
  }

  private void add(List<String> parts, Outcome outcome, String what, String code) {
    long count = objects.getOrDefault(outcome, 0L);
    if (count > 0) {
      parts.add(
          Count.of(count, "was", "were") + " " + what.formatted(count == 1 ? "it" : "them") + code);
    }
  }
}
