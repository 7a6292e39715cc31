package io.writeback.ledger;

/** A run under its key: the new one, or the one that was accepted before. */
public record AcceptedRun(RunEntry run, boolean isNew) {
  /** The run that answers a request: its own, or another. */
  static AcceptedRun of(RunRequest request, RunEntry run) {
    return new AcceptedRun(run, run.id().equals(request.id()));
  }
}
