package io.writeback.metrics;

import io.writeback.ledger.RunFigures;
import io.writeback.ledger.RunFigures.History;
import io.writeback.ledger.RunFigures.Phase;
import io.writeback.ledger.RunFigures.Undelivered;
import io.writeback.ledger.RunFigures.Unfinished;
import io.writeback.ledger.RunFigures.Unsent;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the ledger said at one time. */
public record Figures(
    Map<String, Map<Phase, Unfinished>> unfinished,
    Map<String, History> histories,
    long snapshotBytes,
    Unsent unsent,
    Undelivered undelivered) {
  static Figures read(RunFigures ledger, Set<String> writebacks) {
    Map<String, Map<Phase, Unfinished>> unfinished = new HashMap<>();
    ledger
        .unfinished()
        .forEach(
            some ->
                unfinished
                    .computeIfAbsent(some.writeback(), name -> new EnumMap<>(Phase.class))
                    .put(some.phase(), some));
    Map<String, History> histories = new HashMap<>();
    ledger.histories(writebacks).forEach(history -> histories.put(history.writeback(), history));
    return new Figures(
        unfinished, histories, ledger.snapshotBytes(), ledger.unsent(), ledger.undelivered());
  }

  Optional<Unfinished> unfinished(String writeback, Phase phase) {
    return Optional.ofNullable(unfinished.getOrDefault(writeback, Map.of()).get(phase));
  }
}
