package io.writeback.run;

import io.writeback.batch.Batch;
import io.writeback.batch.Verdict;
import io.writeback.destination.BatchPolicy;
import io.writeback.destination.Difference;
import io.writeback.destination.Receipt;
import io.writeback.destination.RefusalMessage;
import io.writeback.destination.RowReject;
import io.writeback.http.CallFailure;
import io.writeback.ledger.BatchAccount;
import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.DifferenceEntry;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RejectEntry;
import io.writeback.ledger.WrittenRow;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import io.writeback.problem.WritebackException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Writes each batch into the ledger in the durable order (intent, then the request, then its
 * account) and stops a run that has gone wrong.
 */
public final class Books {
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  static final StopReason CANCELLED =
      new StopReason(Code.RUN_CANCELLED, "cancelled by ./writeback cancel", false);

  private final Ledger ledger;
  private final Targets targets;
  private final ProgressListener listener;
  private final Pauses pauses;
  private final Map<String, Run> runs = new ConcurrentHashMap<>();

  /** Why this process comes to its end; null while it does not. */
  private volatile StopReason ending;

  public Books(
      Ledger ledger,
      Targets targets,
      ProgressListener listener,
      PausePolicy patience,
      InstantSource clock) {
    this.pauses = new Pauses(patience, clock);
    this.ledger = ledger;
    this.targets = targets;
    this.listener = listener;
  }

  void open(Run run) {
    runs.put(run.id(), run);
    // Asked for while the run was made ready, when it was not among those that were told.
    StopReason end = ending;
    if (end != null) {
      run.stop(end);
    }
  }

  void close(Run run) {
    runs.remove(run.id());
  }

  private Run run(Batch batch) {
    Run run = runs.get(batch.runId());
    if (run == null) {
      throw new IllegalStateException("the books of its run are closed: " + batch);
    }
    return run;
  }

  /** Whether a part of the batch is to be sent now. */
  public boolean hasPart(Batch batch) {
    return batch.hasPart() && !run(batch).stopped();
  }

  /**
   * Asked when all waits of a request that writes are over, before its last bytes leave: whoever
   * cancels a run sees nothing of it go out any more.
   *
   * @throws WritebackException if it may not go out
   */
  public void requireMaySend(Batch batch) {
    if (ledger.history().cancelAsked(batch.runId()).isPresent()) {
      run(batch).stop(CANCELLED);
      throw new WritebackException(Code.RUN_CANCELLED, CANCELLED.reason());
    }
    requireTarget(batch);
  }

  /**
   * Asked before every request that writes, and once more when it goes out.
   *
   * @throws WritebackException if another process may have the target before it is over
   */
  public void requireTarget(Batch batch) {
    ledger.requireSame();
    if (!targets.maySend(batch.runId())) {
      throw new WritebackException(
          Code.TARGET_LOST,
          "this process was held up for so long that another may write to "
              + batch.plan().target()
              + " now; nothing more is sent from here");
    }
  }

  /** A request goes out, whether it writes or asks: it is counted. */
  public void asking(Batch batch) {
    run(batch).limits().budget().sent();
  }

  /**
   * Whether a request that failed may be sent again now. If the run has no tries left, it stands
   * still: where so much fails, more requests make it worse.
   */
  public boolean mayTryAgain(Batch batch, CallFailure failure) {
    return pauses.mayTryAgain(run(batch), failure);
  }

  /** Puts the intent of a batch on its way to disk; the batch waits for it before it is sent. */
  public void intend(Batch batch) {
    if (!batch.hasIntent()) {
      Run run = run(batch);
      batch.intended(run.intents().add(intent(batch), run.choice().intended(batch.rows())));
    }
  }

  private static BatchIntent intent(Batch batch) {
    Batch.Rows rows = batch.rows();
    return new BatchIntent(
        batch.runId(),
        batch.number(),
        rows.first(),
        rows.last(),
        rows.records().size(),
        rows.unchanged(),
        rows.superseded(),
        batch.place());
  }

  /** Puts down where to ask what became of a batch that the destination works on. */
  public void taken(Batch batch) {
    batch
        .takeUntold()
        .ifPresent(
            operation ->
                ledger
                    .batches()
                    .recordOperation(
                        batch.runId(), batch.number(), run(batch).epoch(), operation.toString()));
  }

  /** A batch waits: whoever wants the end of its run is heard meanwhile. */
  public void waiting(Batch batch) {
    if (ledger.history().cancelAsked(batch.runId()).isPresent()) {
      run(batch).stop(CANCELLED);
    }
    listener.working(run(batch));
  }

  /** Puts the account of every row of the batch on disk. */
  public void settle(Batch batch) {
    Run run = run(batch);
    intend(batch);
    batch.awaitIntent();
    if (run.stopped() && !run.pausing()) {
      batch.endsWithWhatIsCertain();
    }
    Verdict verdict = batch.verdict();
    BatchAccount account =
        new BatchAccount(
            intent(batch),
            verdict.confirmed(),
            verdict.differs(),
            verdict.inDoubt(),
            verdict.notSent(),
            verdict.rejects().stream().map(Books::entry).toList(),
            verdict.deliveries().stream().flatMap(Books::entries).toList(),
            batch.requests(),
            batch.recordsSent(),
            batch.bytes(),
            batch.wasUnanswered());
    if (!verdict.deliveries().isEmpty()) {
      run.limits().delivered();
    }
    Optional<Instant> later =
        verdict.failure() == null ? Optional.empty() : pauses.givenUp(run, verdict.failure());
    if (batch.isUnfinished() && (later.isPresent() || run.pausing())) {
      ledger.batches().leaveOpen(account, run.epoch(), later.orElse(null));
      return;
    }
    boolean cancelAsked =
        ledger
            .batches()
            .settle(
                account,
                run.epoch(),
                true,
                run.choice().settled(batch.rows(), verdict),
                written(run, verdict));
    if (cancelAsked) {
      run.stop(CANCELLED);
    }
    if (!batch.remark().isEmpty()) {
      ledger.runs().addRemark(batch.runId(), run.epoch(), batch.remark());
    }
    Tally tally = run.settled(tally(account));
    judge(run, batch, verdict, tally);
    listener.settled(run, tally);
  }

  /** The rows that may close earlier rejects; most runs have none to close. */
  private static List<WrittenRow> written(Run run, Verdict verdict) {
    return verdict.deliveries().isEmpty() || !run.closesRejects()
        ? List.of()
        : verdict.deliveries().stream()
            .map(Receipt.Delivery::record)
            .map(record -> new WrittenRow(record.row(), record.key()))
            .toList();
  }

  private static Tally tally(BatchAccount account) {
    BatchIntent intent = account.intent();
    return new Tally(
        intent.lastRow() - intent.firstRow() + 1,
        account.confirmed(),
        account.differs(),
        intent.unchanged(),
        intent.superseded(),
        account.rejects().size(),
        account.inDoubt(),
        account.notSent());
  }

  private static RejectEntry entry(RowReject reject) {
    return new RejectEntry(
        reject.row(),
        reject.key(),
        reject.code().id(),
        reject.column(),
        reject.reason(),
        cause(reject));
  }

  /** What rejects are grouped by: of our own words about a cell only the cell is taken out. */
  private static String cause(RowReject reject) {
    return reject.code() == Code.VALUE_INVALID
        ? QUOTED.matcher(reject.reason()).replaceAll("\"…\"")
        : RefusalMessage.mask(reject.reason());
  }

  private static java.util.stream.Stream<DifferenceEntry> entries(Receipt.Delivery delivery) {
    return delivery.differences().stream()
        .map(
            (Difference difference) ->
                new DifferenceEntry(
                    delivery.record().row(),
                    delivery.record().key(),
                    difference.field(),
                    difference.sent(),
                    difference.found()));
  }

  /** The rules that end a run early; what is in flight is finished. */
  private void judge(Run run, Batch batch, Verdict verdict, Tally tally) {
    BatchPolicy policy = batch.plan().policy();
    pauses.judge(run);
    if (verdict.causeOfAll() != null) {
      run.stop(
          new StopReason(
              Code.BATCH_REFUSED,
              "every record of rows %d to %d was refused with the same message: %s"
                  .formatted(batch.rows().first(), batch.rows().last(), verdict.causeOfAll()),
              false));
    } else if (policy.maxFailedRecords() >= 0 && tally.rejected() > policy.maxFailedRecords()) {
      run.stop(
          new StopReason(
              Code.TOO_MANY_REJECTS,
              "%s rejected, maxFailedRecords allows %d"
                  .formatted(
                      Count.of(tally.rejected(), "row was", "rows were"),
                      policy.maxFailedRecords()),
              false));
    } else if (tally.rows() >= policy.thresholdAfter()
        && tally.rejected() > policy.errorThreshold() * tally.rows()) {
      run.stop(
          new StopReason(
              Code.TOO_MANY_REJECTS,
              String.format(
                  Locale.ROOT,
                  "%d of the first %d rows were rejected, errorThreshold=%s allows %.0f",
                  tally.rejected(),
                  tally.rows(),
                  policy.errorThreshold(),
                  policy.errorThreshold() * tally.rows()),
              false));
    }
  }

  /** Something broke on the way of a batch: its rows stay open, and the run ends. */
  public void broken(Batch batch, Throwable failure) {
    run(batch).failed(failure);
  }

  /** Whether the run of a batch ends early: what failed is not tried again now. */
  public boolean stopping(Batch batch) {
    return run(batch).stopped();
  }

  /**
   * Ends all runs early, and lets none begin; what is in flight is finished, and they can go on
   * later.
   */
  public void stopAll(String reason) {
    StopReason end = new StopReason(Code.INTERRUPTED, reason, true);
    ending = end;
    runs.values().forEach(run -> run.stop(end));
  }

  /** Whether this process comes to its end: nothing new begins. */
  boolean ending() {
    return ending != null;
  }
}
