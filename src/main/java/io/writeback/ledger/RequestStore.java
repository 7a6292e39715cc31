package io.writeback.ledger;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;

/** Requests for runs: each key is answered by one run. */
public final class RequestStore {
  private final LedgerStore store;

  RequestStore(LedgerStore store) {
    this.store = store;
  }

  /** Whether a run answers this key. */
  public boolean isAnswered(String runKey) {
    return store.read(
        handle -> RunRequests.answered(handle, RunRequest.of("", runKey, "")).isPresent());
  }

  /**
   * Accepts a run, unless its key was accepted before, or a run of the same writeback waits for its
   * turn: that one then answers this request too.
   *
   * @return the run that has the key now, and whether it is this one
   */
  public AcceptedRun accept(RunRequest request) {
    return store.write(handle -> RunRequests.accept(handle, request, null, store.now(handle)));
  }

  /**
   * Accepts a run that a system outside asked for.
   *
   * @return empty if the same id was already used for a different request
   */
  public Optional<AcceptedRun> accept(RunRequest request, ExternalRequest asked) {
    return store.write(
        handle -> {
          Optional<String> before = RunRequests.digest(handle, request.runKey());
          if (before.filter(digest -> !digest.equals(asked.digest())).isPresent()) {
            return Optional.empty();
          }
          if (before.isPresent()) {
            return RunRequests.answered(handle, request)
                .map(run -> new AcceptedRun(run, run.id().equals(request.id())));
          }
          long now = store.now(handle);
          AcceptedRun accepted = RunRequests.accept(handle, request, asked.requestId(), now);
          RunRequests.asked(handle, accepted.run().id(), asked, now);
          return Optional.of(accepted);
        });
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
  public Optional<AcceptedRun> acceptReplay(
      RunRequest request, SnapshotEntry snapshot, Supplier<LongStream> rows, String remarks) {
    return store.write(handle -> acceptReplay(handle, request, snapshot, rows, remarks));
  }

  private Optional<AcceptedRun> acceptReplay(
      Handle handle,
      RunRequest request,
      SnapshotEntry snapshot,
      Supplier<LongStream> rows,
      String remarks) {
    if (EndedRuns.isRemoved(handle, request.parent(), store.shareLock())) {
      return Optional.empty();
    }
    long number = TargetOrder.next(handle);
    int inserted =
        handle.execute(
            "insert into run (id, run_key, writeback, state, epoch, accepted_at, full_asked,"
                + " parent, source, dataset_version, snapshot_file, snapshot_rows,"
                + " snapshot_bytes, snapshot_sha256, remarks, accepted_number, rows_number)"
                + " values (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict do nothing",
            request.id(),
            request.runKey(),
            request.writeback(),
            RunState.SNAPSHOT,
            store.now(handle),
            request.full(),
            request.parent(),
            snapshot.source(),
            snapshot.version(),
            snapshot.file(),
            snapshot.rows(),
            snapshot.bytes(),
            snapshot.sha256(),
            remarks.isEmpty() ? null : remarks,
            number,
            number);
    if (inserted == 1) {
      RejectWrites.descend(handle, request.id(), request.parent(), rows.get());
      OutboxStore.note(handle, request.id(), store.now(handle));
    }
    RunEntry entry =
        handle
            .select("select * from run where run_key = ?", request.runKey())
            .mapTo(RunEntry.class)
            .one();
    return Optional.of(new AcceptedRun(entry, entry.id().equals(request.id())));
  }
}
