package io.writeback.run;

import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Plan;
import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.Claim;
import io.writeback.ledger.ExternalRequest;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.Pause;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunLostException;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunStore;
import io.writeback.ledger.RunSummary;
import io.writeback.ledger.RunTotals;
import io.writeback.ledger.SourceWait;
import io.writeback.ledger.StoredRun;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import io.writeback.problem.Lengths;
import io.writeback.problem.WritebackException;
import io.writeback.process.FatalErrors;
import io.writeback.rows.ScratchFileException;
import io.writeback.rows.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes runs: opens a run, sends it through its route and closes its books, whatever the route
 * does.
 *
 * <p>In plain Java around the send, because a route policy or a finally block is skipped when the
 * route handles the exception, uses stop, or throws an Error. How a run ended is read from the
 * books, never from the exchange.
 */
public final class Runs {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Ledger ledger;
  private final LiveRuns live;
  private final Targets targets;
  private final RunFolders folders;
  private final InstantSource clock;
  private final ProgressListener listener;
  private final Retention retention;
  private final PausePolicy policy;

  /** Why each waiting run waits, as was reported last. */
  private final Map<String, Claim> waiting = new ConcurrentHashMap<>();

  private final SecureRandom random = new SecureRandom();

  /**
   * @param folders where each run has its files
   * @param retention asked at the end of each run which snapshots are not needed any more
   * @param policy how long a run may take
   */
  public Runs(
      Ledger ledger,
      LiveRuns live,
      Targets targets,
      RunFolders folders,
      InstantSource clock,
      ProgressListener listener,
      Retention retention,
      PausePolicy policy) {
    this.policy = policy;
    this.retention = retention;
    this.ledger = ledger;
    this.live = live;
    this.targets = targets;
    this.folders = folders;
    this.clock = clock;
    this.listener = listener;
  }

  /** The route of a writeback. */
  @FunctionalInterface
  public interface Route {
    void send(Run run) throws Exception;

    /** Where it reads its rows, if it can read them again. */
    default Optional<DatasetSource> source() {
      return Optional.empty();
    }
  }

  /**
   * The target of a run that has a plan; one that has none goes where its route says today, unless
   * it is an undo.
   */
  public Optional<String> plannedTarget(RunEntry run) {
    return run.isUndo() ? Optional.of(run.target()) : ledger.history().plannedTarget(run.id());
  }

  /**
   * Stops a run that cannot be executed until a person has resolved why; nothing happens to one
   * that has ended, or that another process has.
   */
  public void stop(RunEntry run, WritebackException why) {
    if (!run.state().ended()) {
      ledger.runs().stop(run.id(), run.epoch(), why.code(), why.getMessage());
    }
  }

  /** A new id, which begins with the time, so that ids sort as runs do. */
  public String newId() {
    return ID_TIME.format(clock.instant()) + "-" + String.format("%06x", random.nextInt(1 << 24));
  }

  /** Accepts a run under its key: once this returns it is on disk, and its trigger may end. */
  public AcceptedRun accept(String writeback, String runKey) {
    return accept(RunRequest.of(newId(), runKey, writeback));
  }

  /** Accepts a run, unless another answers the request. */
  public AcceptedRun accept(RunRequest request) {
    return ledger.requests().accept(request);
  }

  /**
   * Lets a run that waits for approval send what it would change.
   *
   * @param by who approves it
   * @throws WritebackException if it does not wait for approval, its plan is too old, or a newer
   *     run has written to the target since
   */
  public void approve(RunEntry run, String by) {
    Optional<String> newer = ledger.history().overtakenBy(run.id());
    if (run.waitsForApproval() && newer.isPresent()) {
      ledger.runs().supersede(run.id(), newer.get());
      throw new WritebackException(
          Code.PLAN_OUTDATED,
          "run %s of the same writeback has written to %s since plan %s was made; nothing is sent. Make a new plan: %s"
              .formatted(
                  newer.get(), plannedTarget(run).orElse("its target"), run.id(), planning(run)));
    }
    Duration age = Duration.between(run.acceptedAt(), clock.instant());
    if (run.waitsForApproval() && age.compareTo(policy.plans()) > 0) {
      throw new WritebackException(
          Code.PLAN_EXPIRED,
          "run %s was planned at %s, and writeback.plan-valid allows an age of %s; nothing is sent. Make a new plan: %s"
              .formatted(run.id(), run.acceptedAt(), Lengths.text(policy.plans()), planning(run)));
    }
    if (!ledger.runs().approve(run.id(), by)) {
      throw notWaiting(ledger, run);
    }
  }

  /** The command that makes a new plan of the same. */
  private static String planning(RunEntry run) {
    return run.isUndo()
        ? "./writeback undo " + run.undoes()
        : "./writeback plan " + run.writeback();
  }

  /**
   * Ends a run that waits for approval; nothing of it is sent.
   *
   * @param by who rejects it
   * @throws WritebackException if it does not wait for approval
   */
  public void reject(RunEntry run, String by) {
    reject(ledger, run, by);
  }

  /** The same, for who executes no runs. */
  public static void reject(Ledger ledger, RunEntry run, String by) {
    if (!ledger.runs().reject(run.id(), by)) {
      throw notWaiting(ledger, run);
    }
  }

  /** It may have gone on since it was read. */
  private static WritebackException notWaiting(Ledger ledger, RunEntry run) {
    RunState now = ledger.history().find(run.id()).map(RunEntry::state).orElse(run.state());
    return new WritebackException(
        Code.NOT_A_PLAN,
        "run %s is %s and does not wait for approval; nothing was done".formatted(run.id(), now));
  }

  /**
   * Accepts a run for an external request, unless another answers it.
   *
   * @return empty if the same id was already used for a different request
   */
  public Optional<AcceptedRun> accept(RunRequest request, ExternalRequest asked) {
    return ledger.requests().accept(request, asked);
  }

  /**
   * Executes an accepted run as soon as its target is free. An interrupted one resumes with its
   * stored plan and the same rows, or from the beginning if it has no plan, as nothing was sent
   * yet.
   *
   * @param seen the run as it was accepted or found
   * @param patient whether to wait for its target; else it is as it was if that is not free
   * @return how it ended, or how far it is if another process executes it
   * @throws WritebackException if its plan or its snapshot is not there as it was; the run stays
   *     interrupted, and the message names the commands that are left
   */
  public Report execute(
      RunEntry seen, String target, boolean patient, PlanRestorer plans, Route route) {
    Optional<StoredRun> begun =
        targets.take(seen, target, claim -> waits(seen, claim), patient, live::isEnding);
    if (begun.isEmpty()) {
      return report(seen.id());
    }
    waiting.remove(seen.id());
    try {
      Optional<Run> opened = open(begun.get(), plans, route);
      return opened.isEmpty() ? report(seen.id()) : through(opened.get(), route);
    } catch (RunLostException e) {
      return lost(seen.id(), e.getMessage());
    } finally {
      targets.release(seen.id());
    }
  }

  /** Another process has it and ends it; this one continues with its other runs. */
  private Report lost(String runId, String reason) {
    LOG.warn(
        "{}: {}; this process sends and records nothing more of it", Code.RUN_LOST.id(), reason);
    return report(runId);
  }

  private void waits(RunEntry run, Claim claim) {
    if (claim instanceof Claim.Overtaken overtaken) {
      ledger.runs().supersede(run.id(), overtaken.runId());
    }
    if (!claim.equals(waiting.put(run.id(), claim))) {
      listener.queued(run, claim);
    }
  }

  /** The run that has to go before a run, and waits for a person. */
  public Optional<String> heldBy(String runId) {
    return waiting.get(runId) instanceof Claim.Held held
        ? Optional.of(held.runId())
        : Optional.empty();
  }

  /**
   * Ends runs that would wait for ever: those that no process executes and that were cancelled, or
   * whose target has newer rows by now.
   *
   * @return the other runs that no process executes, as {@link #interrupted}
   */
  public List<RunEntry> endAbandoned() {
    return unheld()
        .filter(
            run -> {
              if (ledger.history().isCancelAsked(run.id())) {
                ledger.runs().cancel(run.id());
                return false;
              }
              Optional<String> newer = ledger.history().overtakenBy(run.id());
              newer.ifPresent(by -> ledger.runs().supersede(run.id(), by));
              return newer.isEmpty();
            })
        .toList();
  }

  /**
   * Prepares a run; one that cannot be resumed stops, for a person to resolve why.
   *
   * @return empty if it is paused instead, as its files cannot be brought here yet
   */
  private Optional<Run> open(StoredRun begun, PlanRestorer plans, Route route) {
    RunEntry entry = begun.run();
    Run run = null;
    try {
      run = run(begun);
      if (!hasFiles(run, begun, route)) {
        return Optional.empty();
      }
      if (begun.plan() == null) {
        listener.accepted(run);
      } else {
        run.resume(begun, plans);
        listener.resumed(run);
      }
      return Optional.of(run);
    } catch (LedgerException e) {
      throw e;
    } catch (RuntimeException e) {
      if (run != null) {
        release(run);
      }
      WritebackException why =
          e instanceof WritebackException known
              ? known
              : e instanceof ScratchFileException
                  ? new WritebackException(Code.SCRATCH_FAILED, e.getMessage(), e)
                  : new WritebackException(Code.CANNOT_RESUME, "it cannot be resumed: " + e, e);
      ledger.runs().end(entry.id(), entry.epoch(), RunState.STOPPED, why.code(), why.getMessage());
      throw why;
    }
  }

  private Run run(StoredRun begun) {
    return new Run(
        begun.run(),
        RunFolder.create(folders.data(), begun.run().id()),
        folders,
        ledger,
        targets,
        listener,
        new Pauses(policy, clock, begun.pauses(), begun.deadlineFrom()),
        new SourcePauses(policy, clock, begun.waited()),
        clock);
  }

  /**
   * Brings the files of a run here that another machine has stored, and its rows from their source
   * if no machine has stored them.
   *
   * @return false if the run is paused, as that may work later
   */
  private boolean hasFiles(Run run, StoredRun begun, Route route) {
    try {
      folders.toResume(run.id());
      if (run.entry().isUndo()) {
        folders.toUndo(run.entry().undoes());
      }
      if (begun.plan() != null) {
        // A replay has some of the rows only, as they were.
        run.requireFiles(begun, run.entry().parent() == null ? route.source() : Optional.empty());
      }
      return true;
    } catch (WritebackException e) {
      StopReason stop = run.pauses().of(e);
      if (stop.pause() == null) {
        throw e;
      }
      end(run, stop);
      return false;
    }
  }

  private Report through(Run run, Route route) {
    live.add(run);
    try {
      route.send(run);
    } catch (Throwable e) {
      FatalErrors.caught(e);
      run.failed(e);
    } finally {
      run.book().close();
      live.remove(run);
    }
    return close(run);
  }

  /**
   * Unfinished runs, oldest first; without those that a process executes, those that wait for
   * approval, and those whose target has newer rows by now, which their rows would undo.
   */
  public List<RunEntry> interrupted() {
    return unheld()
        .filter(run -> !run.waitsForApproval())
        .filter(run -> ledger.history().overtakenBy(run.id()).isEmpty())
        .filter(run -> !ledger.history().isCancelAsked(run.id()))
        .toList();
  }

  /** The same without those that are paused and whose time has not come. */
  public List<RunEntry> due() {
    Instant now = clock.instant();
    return interrupted().stream().filter(run -> !run.isPausedAt(now)).toList();
  }

  /** Unfinished runs that no process executes, oldest first. */
  private Stream<RunEntry> unheld() {
    Set<String> held = ledger.leases().live();
    return ledger.history().unfinished().stream().filter(run -> !held.contains(run.id()));
  }

  /**
   * Lets an interrupted or paused run resume at once.
   *
   * @return the run that resumes: this one, or the one that answers its request too
   */
  public String resume(RunEntry run) {
    return ledger.runs().resume(run.id());
  }

  /**
   * Whether no run of a writeback has come to its end yet by a route that says the same.
   *
   * @param route the digest of what its route says today
   */
  public boolean isNew(String writeback, String route) {
    return ledger
        .history()
        .lastComplete(writeback)
        .flatMap(StoredRunPlan::find)
        .filter(last -> route.equals(last.route()))
        .isEmpty();
  }

  /** The run that answers a request with this key, if there is one. */
  public Optional<RunEntry> answering(String runKey) {
    return ledger.requests().answering(runKey);
  }

  /** Whether a request with this key was accepted. */
  public boolean isAccepted(String runKey) {
    return ledger.requests().isAnswered(runKey);
  }

  /** How a run ended, or how far it is, if there is such a run. */
  public Optional<Report> find(String runId) {
    return ledger.history().find(runId).map(run -> report(run.id()));
  }

  /** How a run ended, or how far it is. */
  public Report report(String runId) {
    RunSummary summary = summary(runId);
    return LedgerReport.report(summary, summary.lastEvent(), ledger, folders.files(runId));
  }

  private RunSummary summary(String runId) {
    return ledger
        .history()
        .summary(runId)
        .orElseThrow(() -> new LedgerException("run " + runId + " is not in the ledger", null));
  }

  /**
   * Closes the books, once a run: every row is accounted for, or the run has failed and says so.
   * Called by the sink, so that the route has the report after it, and again when the route ended
   * otherwise.
   */
  public Report close(Run run) {
    synchronized (run) {
      if (run.report().isEmpty()) {
        release(run);
        run.closed(end(run));
        listener.ended(run, run.report().orElseThrow());
      }
      return run.report().orElseThrow();
    }
  }

  /** A scratch file that cannot be closed or deleted changes nothing about the rows. */
  private static void release(Run run) {
    try {
      run.release();
    } catch (WritebackException | LedgerException | ScratchFileException e) {
      LOG.warn("{} leaves files open: {}", run, e.getMessage());
    }
  }

  private Report end(Run run) {
    Optional<String> first = run.heldBy();
    if (first.isPresent()) {
      // It has not begun to send: it waits as one that did not get its target does.
      waits(run.entry(), new Claim.Held(first.get(), Claim.Held.Reason.WAITS_FOR_PERSON));
      return report(run.id());
    }
    run.stepFailure().ifPresent(run::failed);
    run.readFailure().ifPresent(run::failed);
    if (run.isLost()) {
      return lost(run.id(), run.stopReason().orElseThrow().reason());
    }
    run.before()
        .flatMap(BeforeImages::remark)
        .ifPresent(remark -> ledger.runs().addRemark(run.id(), run.epoch(), remark));
    GoneOutcomes gone = GoneOutcomes.of(ledger, run.id());
    run.pauses().setAside().ifPresent(run::stop);
    if (!run.pausing()) {
      gone.sentence(run.entry().isUndo()).ifPresent(sentence -> remark(run, sentence));
      prepared(run).ifPresent(sentence -> remark(run, sentence));
    }
    if (run.plan().isEmpty() && !run.stopped()) {
      String reason = "the route of " + run.writeback() + " did not reach its sink";
      run.stop(new StopReason(Code.BAD_ROUTE_FILE, reason, false));
    }
    writeCreated(run);
    // Before it can be taken over from, or undone on another machine.
    folders.storeIfPossible(run.id(), run.epoch());
    RunTotals totals = ledger.batches().totals(run.id());
    String open = BookCheck.open(run, totals, gone);
    if (!open.isEmpty() && !run.ledgerFailed()) {
      String before = run.stopReason().map(stop -> "; before that: " + stop.reason()).orElse("");
      ledger.runs().end(run.id(), run.epoch(), RunState.FAILED, Code.BOOKS_OPEN, open + before);
    } else if (run.stopped()) {
      end(run, run.stopReason().orElseThrow());
    } else {
      Tally tally = totals.tally();
      RunState state =
          tally.inDoubt() + tally.notSent() > 0
              ? RunState.STOPPED
              : tally.rejected() + tally.differs() > 0 || gone.isOpen()
                  ? RunState.COMPLETE_WITH_REJECTS
                  : RunState.COMPLETE;
      ledger.runs().end(run.id(), run.epoch(), state, null, null);
      if (state != RunState.STOPPED) {
        complete(run);
      }
    }
    Report report = report(run, summary(run.id()).run(), totals);
    try {
      ReportFiles.writeReport(run.folder(), report);
    } catch (IOException e) {
      LOG.warn("{} has no {}: {}", run, ReportFiles.REPORT, e.toString());
    }
    folders.storeIfPossible(run.id(), run.epoch());
    retention.apply();
    return report;
  }

  /** A process that died here may have said so already. */
  private void remark(Run run, String sentence) {
    if (!ledger.history().remarks(run.id()).contains(sentence)) {
      ledger.runs().addRemark(run.id(), run.epoch(), sentence);
    }
  }

  /** What was prepared, one sentence; empty if nothing was. */
  private Optional<String> prepared(Run run) {
    long objects = run.ledgerFailed() ? 0 : ledger.prepared().count(run.id());
    return run.plan()
        .filter(plan -> objects > 0)
        .map(
            plan ->
                "%s; %s lists them"
                    .formatted(plan.prepared(Count.of(objects, "object")), ReportFiles.PREPARED));
  }

  /** Before the run has ended: a process that dies after that writes no file. */
  private void writeCreated(Run run) {
    if (run.ledgerFailed() || ledger.created().count(run.id()) == 0) {
      return;
    }
    List<String> warnings = new ArrayList<>();
    file(
        warnings,
        ReportFiles.CREATED,
        () -> ReportFiles.writeCreated(run.folder(), run.id(), ledger));
    warnings.forEach(warning -> ledger.runs().addRemark(run.id(), run.epoch(), warning));
  }

  /** Without this the next run sends every row again, and no run sends less than it has to. */
  private void complete(Run run) {
    try {
      run.mode().complete(ledger);
    } catch (LedgerException e) {
      LOG.warn("{} is not known to have sent every row: {}", run, e.getMessage());
    }
  }

  private void end(Run run, StopReason stop) {
    RunStore runs = ledger.runs();
    String id = run.id();
    long epoch = run.epoch();
    if (stop.pause() == null) {
      runs.end(id, epoch, ended(stop), stop.code(), stop.reason());
    } else if (stop.pause() == Pause.Kind.SOURCE) {
      SourceWait waited = run.sourcePauses().waited();
      runs.awaitSource(id, epoch, stop.until(), waited, stop.code(), stop.reason());
    } else {
      int inARow = run.pauses().pausesInARow();
      runs.pause(id, epoch, stop.pause(), stop.until(), inARow, stop.code(), stop.reason());
    }
  }

  private static RunState ended(StopReason stop) {
    return stop.code() == Code.RUN_CANCELLED
        ? RunState.CANCELLED
        : stop.resumable() ? RunState.STOPPED : RunState.FAILED;
  }

  /** The file, or null and a warning: the rows are what they are without it. */
  private static String file(List<String> warnings, String name, Writing writing) {
    try {
      return writing.write().toString();
    } catch (IOException e) {
      warnings.add(name + " could not be written: " + e);
    } catch (UncheckedIOException | WritebackException | LedgerException e) {
      warnings.add(name + " could not be written: " + e.getMessage());
    }
    return null;
  }

  private interface Writing {
    Path write() throws IOException;
  }

  private Report report(Run run, RunEntry entry, RunTotals totals) {
    List<String> warnings = new ArrayList<>(run.plan().map(Plan::warnings).orElse(List.of()));
    warnings.addAll(run.forecast().notes());
    warnings.addAll(ledger.history().remarks(run.id()));
    String rejects = null;
    String differences = null;
    Snapshot rows = run.snapshot().orElse(null);
    Path folder = run.folder();
    if (rows != null && totals.rejectRows() > 0) {
      Writing writing = () -> ReportFiles.writeRejects(folder, run.id(), rows, ledger);
      rejects = file(warnings, ReportFiles.REJECTS, writing);
    }
    if (!GoneOutcomes.of(ledger, run.id()).isEmpty()) {
      file(warnings, ReportFiles.GONE, () -> ReportFiles.writeGone(folder, run.id(), ledger));
    }
    if (ledger.prepared().count(run.id()) > 0) {
      file(
          warnings,
          ReportFiles.PREPARED,
          () -> ReportFiles.writePrepared(folder, run.id(), ledger));
    }
    if (rows != null && totals.tally().differs() > 0) {
      Writing writing = () -> ReportFiles.writeDifferences(folder, run.id(), ledger);
      differences = file(warnings, ReportFiles.DIFFERENCES, writing);
    }
    return Report.of(
        entry,
        entry.finished().orElse(clock.instant()),
        ledger,
        new Report.Remarks(
            run.plan().map(plan -> run.mode()),
            // An undo has no columns: those of its plan are of the run that it undoes.
            run.plan()
                .filter(plan -> !entry.isUndo())
                .map(plan -> plan.columns().unmatched())
                .orElse(List.of()),
            warnings,
            run.forecast().refusals(),
            run.folder().resolve(ReportFiles.REPORT).toString(),
            rejects,
            differences,
            new RunFiles(folder).created().map(Path::toString).orElse(null)));
  }
}
