package io.writeback.trigger;

import io.writeback.config.Suggestion;
import io.writeback.ledger.AcceptedRun;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.run.Runs;
import java.util.Set;

/** Where requests of every kind become runs: one requestId is one run, whichever way it came. */
public final class Intake {
  private final Set<String> writebacks;
  private final Runs runs;

  /**
   * @param writebacks the names that may be asked for
   */
  public Intake(Set<String> writebacks, Runs runs) {
    this.writebacks = Set.copyOf(writebacks);
    this.runs = runs;
  }

  /**
   * Accepts a request; once this returns it is on disk, and may be acknowledged.
   *
   * @return the run that answers it, and whether it is a new one
   * @throws WritebackException if there is no such writeback, or the id was used for something else
   */
  public AcceptedRun accept(RunOrder order) {
    if (!writebacks.contains(order.writeback())) {
      throw new WritebackException(
          Code.UNKNOWN_WRITEBACK,
          "there is no writeback \"%s\"%s"
              .formatted(
                  StrictJson.shown(order.writeback()),
                  Suggestion.didYouMean(order.writeback(), writebacks)));
    }
    return runs.accept(order.request(runs.newId()), order.asked())
        .orElseThrow(
            () ->
                new WritebackException(
                    Code.REQUEST_CONFLICT,
                    "the requestId \"%s\" was already used for a different request; nothing was"
                            .formatted(order.requestId())
                        + " changed: a new request needs an id of its own"));
  }
}
