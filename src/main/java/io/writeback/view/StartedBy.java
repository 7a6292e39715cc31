package io.writeback.view;

import io.writeback.ledger.Ledger;
import io.writeback.ledger.OutboxStore;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import java.util.Optional;

/** Says what started a run, from what the ledger has of it. */
public final class StartedBy {
  private static final int FEW = 3;

  private StartedBy() {}

  public static String of(RunEntry run, Ledger ledger) {
    Optional<String> retryOf = ledger.followUps().retryOf(run.id());
    if (retryOf.isPresent()) {
      return "retry of run " + retryOf.get();
    }
    if (run.parent() != null) {
      return "a replay of the rejects of run " + run.parent();
    }
    if (run.isUndo()) {
      return "an undo of run " + run.undoes();
    }
    Optional<String> origin = ledger.followUps().origin(run.id());
    if (origin.isPresent()) {
      return origin.get()
          + run.scheduled().map(time -> ", due at " + StateText.time(time)).orElse("");
    }
    OutboxStore.Requests requests = ledger.outbox().requests(run.id(), FEW);
    if (requests.all() > 0) {
      String more = requests.all() > FEW ? " and %,d more".formatted(requests.all() - FEW) : "";
      return "%s %s%s, by the queue or the HTTP API"
          .formatted(
              requests.all() == 1 ? "request" : "requests",
              String.join(", ", requests.first()),
              more);
    }
    return run.runKey().startsWith(RunRequest.BY_COMMAND)
        ? "./writeback run"
        : run.runKey().startsWith(RunRequest.BY_CONSOLE) ? "the console" : "a step of a route";
  }
}
