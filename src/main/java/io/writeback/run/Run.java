package io.writeback.run;

import io.writeback.batch.Batch;
import io.writeback.batch.BatchAggregator;
import io.writeback.batch.ResumePoint;
import io.writeback.changes.Approval;
import io.writeback.changes.Budget;
import io.writeback.changes.Safeguards;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.NotReadyException;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.destination.ColumnChanges;
import io.writeback.destination.Destination;
import io.writeback.destination.Forecast;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.destination.RunContext;
import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.Intents;
import io.writeback.ledger.KnownObjectStore;
import io.writeback.ledger.KnownScope;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.OpenBatch;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunStore;
import io.writeback.ledger.RunTotals;
import io.writeback.ledger.StoredRun;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Count;
import io.writeback.problem.WritebackException;
import io.writeback.process.MemoryBudget;
import io.writeback.rows.Tally;
import io.writeback.transform.RowCode;
import io.writeback.transform.Transform;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

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
  private final RunFolders folders;

  /** Null if what it overwrites is not kept, or was kept when it was planned. */
  private BeforeImages before;

  private final EarlyEnd end;
  private final StagedRows rows;
  private final RowsToSend toSend;
  private Plan plan;
  private BatchAggregator batches;
  private SnapshotReader reader;
  private RunMode mode = RunMode.EVERY;
  private KnownObjects known = KnownObjects.NONE;
  private Forecast forecast = Forecast.NOTHING;
  private Tally tally = Tally.NOTHING;
  private Report report;
  private Throwable stepFailure;
  private String heldBy;
  private Boolean closesRejects;

  /** Whether an earlier process may have sent some of it. */
  private boolean begun;

  private String codeToday;

  /**
   * @param folders have its files for other machines
   * @param targets hold its target
   * @param pauses how long it waits for what passes by itself
   * @param sourcePauses how long it waits for its rows
   * @param clock for when the destination was looked at
   */
  Run(
      RunEntry entry,
      Path folder,
      RunFolders folders,
      Ledger ledger,
      Targets targets,
      ProgressListener listener,
      Pauses pauses,
      SourcePauses sourcePauses,
      InstantSource clock) {
    this.folders = folders;
    this.pauses = pauses;
    this.sourcePauses = sourcePauses;
    this.entry = entry;
    this.folder = folder;
    this.ledger = ledger;
    this.intents = ledger.intents(entry.epoch());
    this.listener = listener;
    this.end = new EarlyEnd(pauses, sourcePauses);
    this.rows = new StagedRows(entry, folder, ledger);
    this.toSend = new RowsToSend(entry, folder, ledger, rows);
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
    return ledger.history().bodyOf(id()).map(sha256 -> folders.bodies().open(id(), sha256));
  }

  /** Whether data came with what started it. */
  public boolean hasBody() {
    return ledger.history().bodyOf(id()).isPresent();
  }

  /** Whether it has its rows. */
  public synchronized boolean isStaged() {
    return rows.isStaged();
  }

  /**
   * Stages the rows, unless that was done.
   *
   * @return false if the run is paused instead, as its source does not have them yet: its route is
   *     entered again later
   */
  public synchronized boolean stageOnce(DatasetSource source) {
    if (rows.snapshot().isEmpty()) {
      try {
        tracked(
            () -> {
              if (entry.parent() == null) {
                listener.staging(this, source.describe());
              }
              rows.stage(source, reading());
            });
      } catch (NotReadyException e) {
        StopReason pause = end.ofSource(e);
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

  private RunReading reading() {
    return new RunReading(this, ledger, listener);
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
    codeToday = code.digest();
    if (plan == null && rows.transformed().isEmpty()) {
      tracked(() -> transform(transform, code, needsAll, quota));
    }
    return plan != null || rows.transformed().isPresent();
  }

  private void transform(Transform transform, RowCode code, Optional<String> needsAll, long quota) {
    requireRows("transform-action");
    RunReading reading = reading();
    if (!rows.findTransformed(transform, code, needsAll)) {
      listener.staging(this, "its rows through " + transform.with());
      rows.transform(transform, code, needsAll, quota, reading, this::stopped);
    }
    rows.transformed().flatMap(TransformedRows::remark).ifPresent(reading::warn);
  }

  private Snapshot requireRows(String step) {
    return rows.snapshot()
        .orElseThrow(
            () ->
                new WritebackException(
                    Code.BAD_ROUTE_FILE,
                    "%s of %s was reached before its source".formatted(step, writeback())));
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
        tracked(
            () -> {
              approval.requireSame("transform", rows.code(), codeToday);
              approval.requireSame(plan, destination.plan(input(earlier(destination))));
            });
      }
      return;
    }
    tracked(
        () -> {
          listener.planning(this, requireRows("the sink").rows());
          EarlierRuns earlier = earlier(destination);
          PlanInput input = input(earlier);
          Plan asPlanned = destination.plan(input);
          Plan planned =
              asPlanned.resolved(input, KnownObjects.keys(writeback(), asPlanned, ledger));
          requireColumns(earlier, destination, planned);
          requireLook(safeguards, planned);
          mode = RunMode.of(entry, planned, ledger);
          release();
          toSend.compare(planned, mode);
          forecast = toSend.ask(planned);
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
        planned,
        budget,
        Undos.sent(folder, rows.sent()),
        each -> toSend.eachMapped(planned, each),
        gone);
  }

  /**
   * The objects whose rows are gone. A replay has some of the rows only, and says nothing of them.
   */
  private GoneRows gone(Plan planned, Approval asking) {
    if (entry.parent() != null || planned.remembers().isEmpty()) {
      return GoneRows.none(planned);
    }
    GoneRows.problem(rows.part(), planned)
        .ifPresent(
            problem -> {
              throw new ConfigurationException(List.of(problem));
            });
    KnownObjectStore known = ledger.knownObjects();
    KnownScope scope = KnownObjects.of(entry, planned, ledger).scope();
    return GoneRows.search(
        planned,
        rows.sent(),
        rows.transformed().flatMap(TransformedRows::unsure),
        known,
        scope,
        rows.selection(),
        folder,
        toSend.scratch(),
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
          rows.restored(undone.snapshot());
          listener.planning(this, rows.count());
          Plan planned =
              GoneRows.planned(undone.plan(restorer), folder.resolveSibling(entry.undoes()), true);
          mode = RunMode.ofUndo(entry, planned, ledger);
          release();
          toSend.compare(planned, mode);
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
          long prepared = ledger.prepared().count(entry.undoes());
          if (prepared > 0) {
            ledger
                .runs()
                .addRemark(
                    id(),
                    epoch(),
                    "%s %s by run %s, and stays so: an undo restores values. %s in its folder lists them"
                        .formatted(
                            Code.FORMS_STAY.id(),
                            planned.prepared(Count.of(prepared, "object")),
                            entry.undoes(),
                            ReportFiles.PREPARED));
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
    folders.store(id(), epoch());
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
                        requireRows("the sink").schema(),
                        mode,
                        forecast,
                        route,
                        before().isPresent(),
                        rows.transformed().map(TransformedRows::made).orElse(null),
                        RunFolders.neededLater(folder)),
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
                    rows.sent().schema(),
                    planned,
                    destination.leftOut(),
                    rows.declaresColumns()))
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
    Path file = RunFolder.before(folder, epoch());
    before =
        asked && !approval.asks()
            ? new BeforeImages(
                file, () -> folders.begin(id(), epoch(), file.getFileName().toString()))
            : null;
  }

  /** Keeps what it overwrites, if that is asked for. */
  Optional<BeforeImages> before() {
    return Optional.ofNullable(before);
  }

  private PlanInput input(EarlierRuns earlier) {
    return new PlanInput(
        rows.sent().schema(),
        rows.count(),
        rows::eachSent,
        earlier.past(),
        context(earlier.target()),
        Optional.of(rows.sent()));
  }

  private RunContext context(String target) {
    return new RunContext(
        entry.scheduled().orElse(entry.acceptedAt()),
        entry.full(),
        ledger.history().highestNumber(target));
  }

  /**
   * Makes sure that the files are here that the run was planned with. Its rows are read again if
   * they are all that is missing: they have to be the same, as rows are known by their numbers.
   *
   * @param source where its route reads them
   * @throws WritebackException WB-505 if other files are missing, WB-223 if the rows are not the
   *     same
   */
  void requireFiles(StoredRun interrupted, Optional<DatasetSource> source) {
    rows.requireFiles(interrupted, source, new RunReading(this, ledger, listener));
  }

  /** Resumes where an earlier process was interrupted, with the same rows and the same plan. */
  void resume(StoredRun interrupted, PlanRestorer restorer) {
    StoredRunPlan stored = StoredRunPlan.of(interrupted);
    rows.resume(stored, interrupted);
    Plan planned =
        GoneRows.planned(
            restorer.restore(stored.destination(), stored.plan(), Undos.sent(folder, rows.sent())),
            entry.isUndo() ? folder.resolveSibling(entry.undoes()) : folder,
            entry.isUndo());
    mode = stored.mode();
    forecast = stored.forecast();
    release();
    toSend.resume();
    toSend.compare(planned, mode);
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

  private void gather(Plan planned, ResumePoint from) {
    known = KnownObjects.of(entry, planned, ledger);
    reader = rows.sent().open();
    batches =
        new BatchAggregator(
            book, reader, approval.approved(planned), toSend.known(), from, MemoryBudget.ofHeap());
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
    end.stop(reason);
  }

  /**
   * Ends the run early because something broke. Once the ledger or the run itself is lost, no other
   * reason says what the account of the run is worth.
   */
  public void failed(Throwable failure) {
    end.failed(failure);
  }

  /** Whether another process has it, or it was ended: nothing may be written to it any more. */
  boolean isLost() {
    return end.isLost();
  }

  /** Whether the ledger failed, so that what it holds of the run may end in the middle. */
  boolean ledgerFailed() {
    return end.ledgerFailed();
  }

  public boolean stopped() {
    return end.reason().isPresent();
  }

  /** Whether it ends early, to be resumed later as it is. */
  boolean pausing() {
    return end.pausing();
  }

  Optional<StopReason> stopReason() {
    return end.reason();
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
    return rows.snapshot();
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
    return rows.count();
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
    if (before != null) {
      before.close();
    }
    toSend.close();
    rows.close();
  }

  @Override
  public String toString() {
    return "run " + id() + " of " + writeback();
  }
}
