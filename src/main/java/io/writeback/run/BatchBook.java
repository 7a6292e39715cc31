package io.writeback.run;

import io.writeback.batch.Batch;
import io.writeback.batch.Book;
import io.writeback.batch.Verdict;
import io.writeback.destination.Held;
import io.writeback.destination.Plan;
import io.writeback.destination.RowMapper;
import io.writeback.http.CallFailure;
import io.writeback.http.SendGuard;
import io.writeback.ledger.BatchAccount;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.WrittenRow;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.process.FatalErrors;
import io.writeback.rows.Tally;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The book of a run: puts each batch on disk in the durable order (intent, then what is
 * overwritten, then the request, then its account) and stops a run that breaks a rule.
 */
final class BatchBook implements Book {
  private final Run run;
  private final Ledger ledger;
  private final Targets targets;
  private final ProgressListener listener;
  private final Pauses pauses;
  private volatile boolean closed;

  BatchBook(Run run, Ledger ledger, Targets targets, ProgressListener listener, Pauses pauses) {
    this.run = run;
    this.ledger = ledger;
    this.targets = targets;
    this.listener = listener;
    this.pauses = pauses;
  }

  /** The route of the run has ended: a batch that comes later is not recorded any more. */
  void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the book of " + run + " is closed");
    }
  }

  @Override
  public String runId() {
    return run.id();
  }

  @Override
  public boolean isStopped() {
    return run.stopped();
  }

  @Override
  public boolean isToResume() {
    return run.pausing();
  }

  @Override
  public void begin(Batch batch) {
    if (batch.isCleanup()) {
      // No batch of rows is in flight any more; one that was left for later comes before this.
      pauses.setAside().ifPresent(run::stop);
    }
    try {
      intend(batch);
    } catch (RuntimeException | Error e) {
      // Without its intent nothing of it may leave: a run that has failed sends nothing more.
      FatalErrors.caught(e);
      run.failed(e);
    }
  }

  private void intend(Batch batch) {
    if (!batch.hasIntent()) {
      batch.intended(
          run.intents()
              .add(
                  BatchAccounts.intent(batch),
                  run.mode().intended(batch, mapper()),
                  run.knownObjects().intended(batch.rows())));
    }
  }

  private RowMapper mapper() {
    return run.plan().orElseThrow().mapper();
  }

  @Override
  public Duration quarantine() {
    return targets.quarantine();
  }

  @Override
  public boolean keepsBefore() {
    return run.before().isPresent();
  }

  @Override
  public void before(Batch batch, Held held) {
    // Another process may write already: then this is no longer what was there before the run.
    requireTarget();
    run.before().orElseThrow().keep(held);
  }

  @Override
  public void requireTarget() {
    requireOpen();
    ledger.requireSame();
    if (!targets.awaitMaySend(run.id())) {
      throw new WritebackException(
          Code.TARGET_LOST,
          "this process was held up for so long that another may write to "
              + run.plan().map(Plan::target).orElse("its target")
              + " now; nothing more is sent from here");
    }
  }

  @Override
  public void requireMaySend() {
    do {
      // First, as this may take long, and last, as the ledger may take long.
      requireTarget();
      isCancelled();
      run.stopReason()
          .ifPresent(
              stop -> {
                throw new WritebackException(stop.code(), stop.reason());
              });
    } while (!targets.maySend(run.id()));
  }

  @Override
  public SendGuard.InFlight sending(Consumer<String> cut) {
    return targets.sending(run.id(), cut);
  }

  /** Whether the run was cancelled, which stops it. */
  private boolean isCancelled() {
    boolean cancelled = ledger.history().isCancelAsked(run.id());
    if (cancelled) {
      run.stop(StopRules.CANCELLED);
    }
    return cancelled;
  }

  @Override
  public void requestSent() {
    pauses.budget().sent();
  }

  @Override
  public boolean mayTryAgain(CallFailure failure) {
    return pauses.mayTryAgain(run, failure);
  }

  @Override
  public void accepted(Batch batch, URI operation) {
    requireOpen();
    ledger.batches().recordOperation(run.id(), batch.number(), run.epoch(), operation.toString());
  }

  @Override
  public void waiting() {
    isCancelled();
    listener.working(run);
  }

  @Override
  public void settle(Batch batch) {
    requireOpen();
    intend(batch);
    batch.awaitIntent();
    if (run.stopped() && !run.pausing()) {
      batch.endWithCertain();
    }
    Verdict verdict = batch.verdict();
    if (!verdict.written().isEmpty()) {
      pauses.delivered();
    }
    Optional<Instant> later =
        verdict.failure() == null ? Optional.empty() : pauses.givenUp(run, verdict.failure());
    boolean staysOpen = batch.isUnfinished() && (later.isPresent() || run.pausing());
    BatchAccount account =
        BatchAccounts.account(batch, verdict, run.knownObjects().known(batch, verdict), !staysOpen);
    if (staysOpen) {
      ledger
          .batches()
          .leaveOpen(
              account, run.epoch(), later.orElse(null), BatchAccounts.keys(batch, verdict, false));
      return;
    }
    boolean cancelAsked =
        ledger
            .batches()
            .settle(
                account,
                run.epoch(),
                run.mode().settled(batch.rows(), verdict, mapper()),
                run.knownObjects().settled(batch, verdict),
                closing(verdict),
                BatchAccounts.keys(batch, verdict, true));
    if (cancelAsked) {
      run.stop(StopRules.CANCELLED);
    }
    if (!batch.remark().isEmpty()) {
      ledger.runs().addRemark(run.id(), run.epoch(), batch.remark());
    }
    Tally tally = run.settled(account.tally());
    pauses.judge(run);
    StopRules.of(batch, verdict, tally).ifPresent(run::stop);
    listener.settled(run, tally);
  }

  /** The rows that may close earlier rejects; most runs have none to close. */
  private List<WrittenRow> closing(Verdict verdict) {
    return verdict.written().isEmpty() || !run.closesRejects()
        ? List.of()
        : BatchAccounts.written(verdict);
  }

  @Override
  public void broken(Throwable failure) {
    run.failed(failure);
  }
}
