package io.writeback.run;

import io.writeback.batch.Batch;
import io.writeback.batch.BatchAggregator;
import io.writeback.batch.ResumePoint;
import io.writeback.batch.SkippedRows;
import io.writeback.changes.Approval;
import io.writeback.changes.Budget;
import io.writeback.changes.Safeguards;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.NotReadyException;
import io.writeback.dataset.Row;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.destination.ColumnChanges;
import io.writeback.destination.Destination;
import io.writeback.destination.Forecast;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.destination.RunContext;
import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.CancelAskedException;
import io.writeback.ledger.Intents;
import io.writeback.ledger.KnownObjectStore;
import io.writeback.ledger.KnownScope;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.OpenBatch;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunLostException;
import io.writeback.ledger.RunStore;
import io.writeback.ledger.RunTotals;
import io.writeback.ledger.SnapshotEntry;
import io.writeback.ledger.StoredRun;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Count;
import io.writeback.problem.WritebackException;
import io.writeback.process.MemoryBudget;
import io.writeback.rows.Digest;
import io.writeback.rows.Tally;
import io.writeback.transform.RowCode;
import io.writeback.transform.Transform;
import io.writeback.transform.Transformation;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One execution of a writeback: the body of its route between source and sink.
 *
 * <p>The route may be entered more than once (an error handler, a resume): staging and planning
 * happen once a run, whatever the route does.
 */
public final class Run {
  private final RunEntry entry;
  private final Path folder;
  private final Ledger ledger;
  private final BatchBook book;
  private final Intents intents;
  private final ProgressListener listener;
  private final Pauses pauses;
  private final SourcePauses sourcePauses;
  private final ApprovalGate approval;
  private final KeptBodies bodies;

  /** Null if what it overwrites is not kept, or was kept when it was planned. */
  private BeforeImages before;

  private final AtomicReference<StopReason> stop = new AtomicReference<>();
  private Snapshot snapshot;

  /** What the team's code made of them; null if there is none. */
  private TransformedRows transformed;

  private Plan plan;
  private BatchAggregator batches;
  private SnapshotReader reader;
  private SkippedRowIndex skipped;
  private RunMode mode = RunMode.EVERY;
  private KnownObjects known = KnownObjects.NONE;
  private Forecast forecast = Forecast.NOTHING;
  private ExpectedRows expected = ExpectedRows.NONE;
  private Tally tally = Tally.NOTHING;
  private Report report;
  private Throwable stepFailure;
  private String heldBy;
  private Boolean closesRejects;
  private boolean declaredColumns;
  private String selection = "";
  private Optional<String> part = Optional.of("it has some of the rows");

  /** Whether an earlier process may have sent some of it. */
  private boolean begun;

  private volatile boolean ledgerFailed;

  /**
   * @param targets hold its target
   * @param pauses how long it waits for what passes by itself
   * @param sourcePauses how long it waits for its rows
   * @param bodies where the data is that came with what started it
   * @param clock for when the destination was looked at
   */
  Run(
      RunEntry entry,
      Path folder,
      Ledger ledger,
      Targets targets,
      ProgressListener listener,
      Pauses pauses,
      SourcePauses sourcePauses,
      KeptBodies bodies,
      InstantSource clock) {
    this.bodies = bodies;
    this.pauses = pauses;
    this.sourcePauses = sourcePauses;
    this.entry = entry;
    this.folder = folder;
    this.ledger = ledger;
    this.intents = ledger.intents(entry.epoch());
    this.listener = listener;
    this.approval = new ApprovalGate(entry, folder, clock);
    this.book = new BatchBook(this, ledger, targets, listener, pauses);
  }

  public String id() {
    return entry.id();
  }

  public String writeback() {
    return entry.writeback();
  }

  long epoch() {
    return entry.epoch();
  }

  Pauses pauses() {
    return pauses;
  }

  SourcePauses sourcePauses() {
    return sourcePauses;
  }

  BatchBook book() {
    return book;
  }

  Intents intents() {
    return intents;
  }

  public RunEntry entry() {
    return entry;
  }

  /** Where the run's files are, see {@link RunFolder}. */
  public Path folder() {
    return folder;
  }

  /**
   * The data that came with what started it; empty if none did.
   *
   * @throws WritebackException if it is not there, or not what was kept
   */
  public Optional<KeptBodies.Kept> body() {
    return ledger.history().bodyOf(id()).map(sha256 -> bodies.open(id(), sha256));
  }

  /** Whether data came with what started it. */
  public boolean hasBody() {
    return ledger.history().bodyOf(id()).isPresent();
  }

  /** Whether it has its rows. */
  public synchronized boolean isStaged() {
    return snapshot != null || entry.parent() != null;
  }

  /**
   * Stages the rows, unless that was done.
   *
   * @return false if the run is paused instead, as its source does not have them yet: its route is
   *     entered again later
   */
  public synchronized boolean stageOnce(DatasetSource source) {
    if (snapshot == null) {
      try {
        stage(source);
      } catch (NotReadyException e) {
        StopReason pause = sourcePauses.stop(e, Failures.plain(e), pauses.end());
        if (pause.pause() == null) {
          throw e;
        }
        stepFailure = null;
        stop(pause);
        return false;
      }
    }
    return true;
  }

  private void stage(DatasetSource source) {
    tracked(
        () -> {
          if (entry.parent() != null) {
            // It was accepted with its rows, and never reads the DataSet.
            snapshot = Replays.snapshot(entry, folder, ledger);
            return;
          }
          declaredColumns = source.declaresColumns();
          selection = source.selection();
          part = source.part();
          if (source.isTakenAway()) {
            ledger.runs().rowsTaken(id(), epoch());
          }
          listener.staging(this, source.describe());
          snapshot = source.stage(folder, new RunReading(this, ledger, listener));
          ledger
              .runs()
              .snapshotTaken(
                  id(),
                  epoch(),
                  new SnapshotEntry(
                      snapshot.source(),
                      snapshot.version(),
                      snapshot.file().getFileName().toString(),
                      snapshot.rows(),
                      snapshot.bytes(),
                      snapshot.sha256()));
        });
  }

  /**
   * Sends the rows through the team's code, unless that was done.
   *
   * @param needsAll the target, if it takes all rows or none
   * @param quota the most bytes of a file that is made of the rows
   * @return false if the run was stopped before the last row: it begins with the first one when its
   *     route is entered again
   */
  public synchronized boolean transformOnce(
      Transform transform, RowCode code, Optional<String> needsAll, long quota) {
    if (plan == null && transformed == null) {
      tracked(() -> transform(transform, code, needsAll, quota));
    }
    return plan != null || transformed != null;
  }

  private void transform(Transform transform, RowCode code, Optional<String> needsAll, long quota) {
    if (snapshot == null) {
      throw new WritebackException(
          Code.BAD_ROUTE_FILE,
          "transform-action of " + writeback() + " was reached before its source");
    }
    RunReading reading = new RunReading(this, ledger, listener);
    Optional<TransformedRows> made = TransformedRows.find(folder, snapshot, transform, needsAll);
    if (made.isEmpty()) {
      listener.staging(this, "its rows through " + transform.with());
      Transformation rows =
          new Transformation(transform, snapshot, code, reading.slowly(this::stopped));
      made = TransformedRows.make(rows, folder, snapshot, needsAll, quota);
    }
    made.flatMap(TransformedRows::remark).ifPresent(reading::warn);
    transformed = made.orElse(null);
  }

  /** The rows that the destination sees. */
  private Snapshot sent() {
    return transformed == null ? snapshot : transformed.snapshot();
  }

  /** The same, of a route that may change any number of rows without asking, and keeps none. */
  public void planOnce(Destination destination) {
    planOnce(destination, Safeguards.NONE, null);
  }

  /**
   * Fits the columns to the destination, finds superseded rows, and what would change if someone
   * wants to know, unless that was done.
   *
   * @param route the digest of what the route says; null if there is none
   */
  public synchronized void planOnce(Destination destination, Safeguards safeguards, String route) {
    if (plan != null) {
      if (approval.asks() && !stopped() && !begun && tally.equals(Tally.NOTHING)) {
        tracked(() -> approval.requireSame(plan, destination.plan(input(earlier(destination)))));
      }
      return;
    }
    tracked(
        () -> {
          if (snapshot == null) {
            throw new WritebackException(
                Code.BAD_ROUTE_FILE,
                "the sink of " + writeback() + " was reached before its source");
          }
          listener.planning(this, snapshot.rows());
          EarlierRuns earlier = earlier(destination);
          PlanInput input = input(earlier);
          Plan asPlanned = destination.plan(input);
          Plan planned =
              asPlanned.resolved(input, KnownObjects.keys(writeback(), asPlanned, ledger));
          requireColumns(earlier, destination, planned);
          requireLook(safeguards, planned);
          mode = RunMode.of(entry, planned, ledger);
          compare(planned);
          ask(planned);
          GoneRows gone = gone(planned, safeguards.budget().approval());
          planned = gone.plan();
          List<String> remarks = new ArrayList<>(gone.remarks());
          remarks.addAll(judge(planned, safeguards.budget(), gone.over()));
          mode = approval.asks() ? mode.ofParts() : mode;
          keep(safeguards.keepBefore());
          gather(planned, ResumePoint.BEGINNING);
          store(planned, route);
          remarks.forEach(sentence -> ledger.runs().addRemark(id(), epoch(), sentence));
          plan = planned;
          approval.pause().ifPresent(this::stop);
          listener.planned(this, planned);
        });
  }

  private List<String> judge(Plan planned, Budget budget, List<String> gone) {
    return approval.judge(
        planned, budget, Undos.sent(folder, sent()), each -> eachMapped(planned, each), gone);
  }

  /**
   * The objects whose rows are gone. A replay has some of the rows only, and says nothing of them.
   */
  private GoneRows gone(Plan planned, Approval asking) {
    if (entry.parent() != null || planned.remembers().isEmpty()) {
      return GoneRows.none(planned);
    }
    GoneRows.problem(part, planned)
        .ifPresent(
            problem -> {
              throw new ConfigurationException(List.of(problem));
            });
    KnownObjectStore known = ledger.knownObjects();
    KnownScope scope = KnownObjects.of(entry, planned, ledger).scope();
    return GoneRows.search(
        planned,
        sent(),
        Optional.ofNullable(transformed).flatMap(TransformedRows::unsure),
        known,
        scope,
        selection,
        folder,
        RunFolder.keys(folder, epoch()),
        asking);
  }

  private EarlierRuns earlier(Destination destination) {
    return new EarlierRuns(ledger.history(), writeback(), destination.target(), id());
  }

  /**
   * Finds what an undo would restore, by the plan of the run that it undoes, unless that was done.
   * The route has no part in it: it may have changed since.
   *
   * @param restorer makes that plan, for the addresses and the credentials of today
   */
  public synchronized void planUndo(PlanRestorer restorer) {
    if (plan != null) {
      return;
    }
    tracked(
        () -> {
          Undos.Undone undone = Undos.Undone.of(entry, folder, ledger);
          snapshot = undone.snapshot();
          listener.planning(this, snapshot.rows());
          Plan planned =
              GoneRows.planned(undone.plan(restorer), folder.resolveSibling(entry.undoes()), true);
          mode = RunMode.ofUndo(entry, planned, ledger);
          compare(planned);
          approval.judge(planned, undone);
          gather(planned, ResumePoint.BEGINNING);
          store(planned, undone.plan().route());
          long created = ledger.created().count(entry.undoes());
          if (created > 0) {
            ledger
                .runs()
                .addRemark(
                    id(),
                    epoch(),
                    "%s an undo deletes nothing: %s of run %s stay, their IDs are in its created.csv"
                        .formatted(
                            Code.CREATES_STAY.id(),
                            Count.of(created, "new object"),
                            entry.undoes()));
          }
          GoneOutcomes.of(ledger, entry.undoes())
              .deleted(entry.undoes())
              .ifPresent(sentence -> ledger.runs().addRemark(id(), epoch(), sentence));
          plan = planned;
          listener.planned(this, planned);
          approval.pause().ifPresent(this::stop);
        });
  }

  /** Puts the plan on disk, if the run may begin to send. */
  private void store(Plan planned, String route) {
    RunStore.Planned stored =
        ledger
            .runs()
            .storePlan(
                id(),
                epoch(),
                new RunStore.Plan(
                    planned.target(),
                    StoredRunPlan.text(
                        planned,
                        snapshot.schema(),
                        mode,
                        forecast,
                        route,
                        before().isPresent(),
                        transformed == null ? null : transformed.made()),
                    planned.columns().fields(),
                    planned.number(),
                    approval.asks()));
    if (stored instanceof RunStore.Planned.Held held) {
      heldBy = held.runId();
      throw new WritebackException(
          Code.HELD,
          "run %s of another writeback has not finished, waits for a person and writes some of the same fields of %s: resume it with ./writeback resume, or cancel it with ./writeback cancel %s"
              .formatted(heldBy, planned.target(), heldBy));
    } else if (stored instanceof RunStore.Planned.Cancelled) {
      throw new WritebackException(Code.RUN_CANCELLED, StopRules.CANCELLED.reason());
    }
  }

  /** A replay has the columns of its parent, which were right when that one was planned. */
  private void requireColumns(EarlierRuns earlier, Destination destination, Plan planned) {
    if (entry.parent() != null || ledger.history().columnsAccepted(id())) {
      return;
    }
    earlier
        .lastComplete()
        .flatMap(
            last ->
                ColumnChanges.problem(
                    writeback(),
                    last,
                    sent().schema(),
                    planned,
                    destination.leftOut(),
                    declaredColumns
                        || transformed != null && !transformed.made().asked().isEmpty()))
        .ifPresent(
            problem -> {
              throw new ConfigurationException(List.of(problem));
            });
  }

  private static void requireLook(Safeguards safeguards, Plan planned) {
    BeforeImages.problem(safeguards, planned)
        .ifPresent(
            problem -> {
              throw new ConfigurationException(List.of(problem));
            });
  }

  /** What a person has approved was kept when it was shown, and is looked at before each write. */
  private void keep(boolean asked) {
    before = asked && !approval.asks() ? new BeforeImages(folder, epoch()) : null;
  }

  /** Keeps what it overwrites, if that is asked for. */
  Optional<BeforeImages> before() {
    return Optional.ofNullable(before);
  }

  private PlanInput input(EarlierRuns earlier) {
    return new PlanInput(
        sent().schema(),
        snapshot.rows(),
        each -> {
          try (SnapshotReader rows = sent().open()) {
            rows.forEachRemaining(
                row -> {
                  if (transformed == null || !transformed.marks().has(row.number())) {
                    each.accept(row);
                  }
                });
          }
        },
        earlier.past(),
        context(earlier.target()),
        Optional.of(sent()));
  }

  private RunContext context(String target) {
    return new RunContext(
        entry.scheduled().orElse(entry.acceptedAt()),
        entry.full(),
        ledger.history().highestNumber(target));
  }

  /** Resumes where an earlier process was interrupted, with the same rows and the same plan. */
  void resume(StoredRun interrupted, PlanRestorer restorer) {
    StoredRunPlan stored = StoredRunPlan.of(interrupted);
    snapshot = stored.snapshot(interrupted, folder);
    transformed = stored.transformedRows(interrupted, folder, snapshot);
    Plan planned =
        GoneRows.planned(
            restorer.restore(stored.destination(), stored.plan(), Undos.sent(folder, sent())),
            entry.isUndo() ? folder.resolveSibling(entry.undoes()) : folder,
            entry.isUndo());
    mode = stored.mode();
    forecast = stored.forecast();
    expected = ExpectedRows.read(folder);
    compare(planned);
    keep(stored.keepsBefore());
    RunTotals settled = ledger.batches().totals(id());
    List<OpenBatch> open = ledger.batches().open(id());
    if (open.stream().anyMatch(OpenBatch::unsent)) {
      ledger.batches().takeOver(id(), epoch());
    }
    begun = settled.batches() > 0 || !open.isEmpty();
    gather(
        planned,
        new ResumePoint(
            open.stream().map(Run::again).toList(),
            settled.lastRow(),
            (int) settled.batches(),
            ledger.batches().countEmpty(id())));
    tally = settled.settled(open.stream().map(OpenBatch::intent).toList());
    plan = planned;
    approval.pause().ifPresent(this::stop);
  }

  private static ResumePoint.Open again(OpenBatch batch) {
    BatchIntent intent = batch.intent();
    return new ResumePoint.Open(
        intent.number(),
        intent.firstRow(),
        intent.lastRow(),
        batch.since(),
        batch.operation() == null ? null : URI.create(batch.operation()),
        batch.unsent());
  }

  /** Finds the rows that are not sent. */
  private void compare(Plan planned) {
    release();
    skipped = index(planned);
  }

  /** Asks the destination about the records that would go out, before the first one does. */
  private void ask(Plan planned) {
    ExpectedRows found = ExpectedRows.empty();
    AtomicLong sendable = new AtomicLong();
    forecast = planned.forecast(each -> sendable.set(eachSendable(planned, each)), found::add);
    // If every record is expected to be refused, no other has to be kept from its company.
    expected = found.count() < sendable.get() ? found : ExpectedRows.NONE;
    expected.write(folder);
  }

  /** Returns how many there were. */
  private long eachSendable(Plan planned, Consumer<Record> each) {
    AtomicLong count = new AtomicLong();
    eachMapped(
        planned,
        row -> {
          if (row instanceof Mapped.Sendable sendable) {
            each.accept(sendable.record());
            count.incrementAndGet();
          }
        });
    return count.get();
  }

  /** Maps each row that is neither superseded nor unchanged. */
  private void eachMapped(Plan planned, Consumer<Mapped> each) {
    SkippedRows known = known(skipped, writtenMeanwhile(), ExpectedRows.NONE);
    skipped.rewind();
    try (SnapshotReader rows = sent().open()) {
      while (rows.hasNext()) {
        Row row = rows.next();
        if (known.isSuperseded(row.number()) || known.isUnchanged(row.number())) {
          continue;
        }
        Mapped mapped = known.mapped(row, planned.mapper());
        if (!(mapped instanceof Mapped.Sendable sendable)
            || !known.isConfirmed(sendable.record())) {
          each.accept(mapped);
        }
      }
    }
    skipped.rewind();
  }

  private void gather(Plan planned, ResumePoint from) {
    known = KnownObjects.of(entry, planned, ledger);
    reader = sent().open();
    batches =
        new BatchAggregator(
            book,
            reader,
            approval.approved(planned),
            known(skipped, writtenMeanwhile(), expected),
            from,
            MemoryBudget.ofHeap());
  }

  /** Of a replay the rows that another run has written since it was accepted. */
  private BitSet writtenMeanwhile() {
    BitSet written = new BitSet();
    if (entry.parent() != null) {
      ledger.rejects().eachWrittenSince(id(), row -> written.set(Math.toIntExact(row)));
    }
    return written;
  }

  /**
   * Whether a row that is written may have been an open reject before. Asked once: no earlier run
   * writes to the target any more. An undo writes no row of the DataSet.
   */
  synchronized boolean closesRejects() {
    if (closesRejects == null) {
      closesRejects = !entry.isUndo() && ledger.rejects().anyOpenBefore(id());
    }
    return closesRejects;
  }

  private SkippedRowIndex index(Plan planned) {
    // A name of its own: a process that was frozen may still have the one of its epoch.
    RunFolder.dropKeysBefore(folder, epoch());
    SkippedRowIndex found = new SkippedRowIndex(RunFolder.keys(folder, epoch()), mode.compares());
    RowMapper mapper = planned.mapper();
    try (SnapshotReader rows = sent().open()) {
      // What goes out as a whole has no keys.
      while (planned.whole().isEmpty() && rows.hasNext()) {
        add(rows.next(), mapper, found);
      }
      found.seal(
          mode.compares()
              ? new ConfirmedKeys(ledger.fingerprints(), mode.fingerprints())
              : ConfirmedKeys.NONE);
    } catch (RuntimeException e) {
      found.close();
      throw e;
    }
    return found;
  }

  private void add(Row row, RowMapper mapper, SkippedRowIndex found) {
    String key = mapper.key(row).orElse(null);
    // A row that holds nothing to write must not keep an earlier one from being written.
    if (key != null && !mapper.isOnlyKey(row)) {
      found.add(
          mapper.digest(key),
          row.number(),
          mode.compares() ? mapper.source(row) : Digest.NONE,
          mapper.isMatched(row));
    }
  }

  private SkippedRows known(
      SkippedRowIndex skipped, BitSet writtenMeanwhile, ExpectedRows expected) {
    return new SkippedRows() {
      @Override
      public boolean isSuperseded(long row) {
        return skipped.isSuperseded(row)
            || writtenMeanwhile.get((int) Math.min(row, Integer.MAX_VALUE));
      }

      @Override
      public long rival(long row) {
        return skipped.rival(row);
      }

      @Override
      public boolean isUnchanged(long row) {
        return skipped.isUnchanged(row)
            && (transformed == null || !transformed.marks().isFailed(row));
      }

      @Override
      public Mapped mapped(Row row, RowMapper mapper) {
        return Optional.ofNullable(transformed)
            .flatMap(rows -> rows.unsent(row, mapper))
            .orElseGet(() -> SkippedRows.super.mapped(row, mapper));
      }

      @Override
      public boolean isConfirmed(Record record) {
        return skipped.isConfirmed(record);
      }

      @Override
      public boolean isRefusalExpected(long row) {
        return expected.contains(row);
      }
    };
  }

  /**
   * A step that fails ends the run, whatever the route's own error handler does, unless the route
   * repeats it and it succeeds.
   */
  private void tracked(Runnable step) {
    heldBy = null;
    try {
      step.run();
      stepFailure = null;
    } catch (RuntimeException | Error e) {
      stepFailure = e;
      throw e;
    }
  }

  /** The batches of the run, lazily; each is handed out once. */
  public Iterator<Batch> batches() {
    return batches;
  }

  /** A batch is left for later: the cleanups wait for it. */
  void holdCleanups() {
    batches.holdCleanups();
  }

  /** Ends the run early, for the first reason given: what is in flight is finished. */
  public void stop(StopReason reason) {
    stop.compareAndSet(null, reason);
  }

  /**
   * Ends the run early because something broke. Once the ledger or the run itself is lost, no other
   * reason says what the account of the run is worth.
   */
  public void failed(Throwable failure) {
    if (failure instanceof NotReadyException notReady) {
      stop(sourcePauses.stop(notReady, Failures.plain(notReady), pauses.end()));
    } else if (failure instanceof CancelAskedException || !(failure instanceof LedgerException)) {
      stop(pauses.of(failure));
    } else if (!isLost() && !ledgerFailed) {
      ledgerFailed = true;
      stop.set(Failures.stop(failure));
    } else if (failure instanceof RunLostException) {
      stop.set(Failures.stop(failure));
    }
  }

  /** Whether another process has it, or it was ended: nothing may be written to it any more. */
  boolean isLost() {
    return stopReason().filter(stop -> stop.code() == Code.RUN_LOST).isPresent();
  }

  /** Whether the ledger failed, so that what it holds of the run may end in the middle. */
  boolean ledgerFailed() {
    return ledgerFailed;
  }

  public boolean stopped() {
    return stop.get() != null;
  }

  /** Whether it ends early, to be resumed later as it is. */
  boolean pausing() {
    return stopReason().filter(StopReason::resumable).isPresent();
  }

  Optional<StopReason> stopReason() {
    return Optional.ofNullable(stop.get());
  }

  /** Why staging or planning did not work, if they did not. */
  Optional<Throwable> stepFailure() {
    return Optional.ofNullable(stepFailure);
  }

  /** The run that has to go first, if this one may not begin to send. */
  Optional<String> heldBy() {
    return Optional.ofNullable(heldBy);
  }

  /** What kept the batches from being read to the end, if anything did. */
  Optional<RuntimeException> readFailure() {
    return batches == null ? Optional.empty() : batches.failure();
  }

  Optional<Snapshot> snapshot() {
    return Optional.ofNullable(snapshot);
  }

  Optional<Plan> plan() {
    return Optional.ofNullable(plan);
  }

  /** Which rows it sends. */
  RunMode mode() {
    return mode;
  }

  /** What it records of the objects that it writes. */
  KnownObjects knownObjects() {
    return known;
  }

  /** What the destination expected of the records before the first was sent. */
  Forecast forecast() {
    return forecast;
  }

  /** How many rows there are to send; 0 until they are staged. */
  public long rows() {
    return snapshot == null ? 0 : snapshot.rows();
  }

  synchronized Tally settled(Tally more) {
    tally = tally.plus(more);
    return tally;
  }

  /** Of the batches that were settled. */
  public synchronized Tally tally() {
    return tally;
  }

  void closed(Report closed) {
    report = closed;
  }

  /** How it ended, once it has. */
  Optional<Report> report() {
    return Optional.ofNullable(report);
  }

  /** Closes the open files. */
  void release() {
    if (batches != null) {
      batches.close();
    }
    if (reader != null) {
      reader.close();
    }
    approval.close();
    if (transformed != null) {
      transformed.marks().close();
    }
    if (before != null) {
      before.close();
    }
    if (skipped != null) {
      skipped.close();
    }
  }

  @Override
  public String toString() {
    return "run " + id() + " of " + writeback();
  }
}
