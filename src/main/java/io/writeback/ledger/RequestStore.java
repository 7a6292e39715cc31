package io.writeback.ledger;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** Requests for runs: each key is answered by one run. */
public interface RequestStore {
  @CreateSqlObject
  RunRequests requests();

  @CreateSqlObject
  RejectWrites rejects();

  /** The run that answers a key, if there is one. */
  default Optional<RunEntry> answering(String runKey) {
    return requests().answered(runKey);
  }

  /** Whether a run answers this key. */
  default boolean isAnswered(String runKey) {
    return requests().answered(runKey).isPresent();
  }

  /**
   * Accepts a run, unless its key was accepted before, or a run of the same writeback waits for its
   * turn: that one then answers this request too.
   *
   * @return the run that has the key now, and whether it is this one
   */
  @Transaction
  default AcceptedRun accept(RunRequest request) {
    return requests().accept(request, null);
  }

  /**
   * Accepts a run that a system outside asked for.
   *
   * @return empty if the same id was already used for a different request
   */
  @Transaction
  default Optional<AcceptedRun> accept(RunRequest request, ExternalRequest asked) {
    RunRequests requests = requests();
    Optional<String> before = requests.digest(request.runKey());
    if (before.isPresent()) {
      return before
          .filter(asked.digest()::equals)
          .flatMap(same -> requests.answered(request.runKey()))
          .map(run -> AcceptedRun.of(request, run));
    }
    AcceptedRun accepted = requests.accept(request, asked.requestId());
    requests.asked(accepted.run().id(), asked);
    return Optional.of(accepted);
  }

  /**
   * Accepts a replay with its rows, which are on disk already: it cannot be left without them. The
   * same again, by its id, changes nothing: so it can be asked for again when the answer of a
   * commit was lost.
   *
   * @param rows for each row of the snapshot in their order, the row of the parent
   * @param remarks what a person should know, one sentence a line; "" if there is nothing
   * @return the run that has the key now, and whether it is this one; empty if the parent was
   *     removed
   */
  @Transaction
  default Optional<AcceptedRun> acceptReplay(
      RunRequest request, SnapshotEntry snapshot, Supplier<LongStream> rows, String remarks) {
    RunRequests requests = requests();
    if (!requests.isKept(request.parent())) {
      return Optional.empty();
    }
    String noted = remarks.isEmpty() ? null : remarks;
    if (requests.insertReplay(request, snapshot, noted, requests.order().next())) {
      rejects().descend(request.id(), request.parent(), rows.get());
      requests.events().note(request.id());
    }
    return requests.answered(request.runKey()).map(run -> AcceptedRun.of(request, run));
  }

  /**
   * Accepts an undo with its rows, which are on disk already. The same again, by its id, changes
   * nothing: so it can be asked for again when the answer of a commit was lost.
   *
   * @param target that of the run that it undoes
   * @param by who has approved it already, or null
   * @return the undo; empty if the run that it undoes was removed
   */
  @Transaction
  default Optional<RunEntry> acceptUndo(
      RunRequest request, SnapshotEntry snapshot, String target, String by) {
    RunRequests requests = requests();
    if (!requests.isKept(request.undoes())) {
      return Optional.empty();
    }
    if (requests.insertUndo(request, snapshot, target, by, requests.order().next())) {
      requests.events().note(request.id());
    }
    return requests.answered(request.runKey());
  }
}
