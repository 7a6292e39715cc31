package io.writeback.view;

import io.writeback.ledger.BatchEntry;
import io.writeback.ledger.BatchTimes;
import io.writeback.ledger.KnownObjectStore;
import io.writeback.ledger.ResultDelivery;
import io.writeback.run.Report;
import java.time.Instant;
import java.util.List;

/**
 * Everything that is known of a run, and what to do about it.
 *
 * @param interrupted whether it is marked as running although no process executes it
 * @param cancelAskedAt when it was asked to cancel, or null
 * @param approvedAt when a person approved what it would change, or null
 * @param approvedBy who did, or null
 * @param startedBy the schedule, request, command or run that asked for it
 * @param openRejects rejects that no later run has written
 * @param supersededRejects rejects that a later run has written
 * @param retryOf the run that this one tries again, or null
 * @param retriedBy the run that tried this one again, or null
 * @param replays the runs that sent its rejects again
 * @param undos the runs that take back what it changed
 * @param openBatches batches with an intent and no account
 * @param batches all, or those to look at
 * @param prepared how many objects got their custom form
 * @param gone what became of objects whose rows were gone, how many each
 * @param results what is delivered of it, or will be
 * @param next what to do, the first thing first
 */
public record RunDetails(
    Report report,
    boolean interrupted,
    Instant cancelAskedAt,
    Instant approvedAt,
    String approvedBy,
    String startedBy,
    long openRejects,
    long supersededRejects,
    String retryOf,
    String retriedBy,
    List<String> replays,
    List<String> undos,
    long openBatches,
    BatchTimes times,
    List<BatchEntry> batches,
    long prepared,
    List<KnownObjectStore.GoneCount> gone,
    List<ResultDelivery> results,
    List<String> next) {
  public RunDetails {
    replays = List.copyOf(replays);
    undos = List.copyOf(undos);
    batches = List.copyOf(batches);
    gone = List.copyOf(gone);
    results = List.copyOf(results);
    next = List.copyOf(next);
  }
}
