package io.writeback.engine;

import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.problem.WritebackException;
import io.writeback.run.DataLock;
import io.writeback.run.LiveRuns;
import io.writeback.run.Replays;
import io.writeback.run.Report;
import io.writeback.run.Runs;
import io.writeback.run.Undos;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts runs for a command, resumes them and waits for their ends, here or in the process that
 * executes runs.
 */
public final class RunControl {
  private static final Logger LOG = LoggerFactory.getLogger(RunControl.class);

  private final Runs runs;
  private final LiveRuns live;
  private final Replays replays;
  private final Undos undos;
  private final RunExecutor executor;
  private final ExecutionLock lock;
  private final ProcessEnd end;
  private final boolean shared;

  /** The runs that this process cannot execute; another process of the ledger may. */
  private final Set<String> leftToOthers = new HashSet<>();

  /**
   * @param shared whether other processes may execute what this one cannot
   */
  RunControl(
      Runs runs,
      LiveRuns live,
      Replays replays,
      Undos undos,
      RunExecutor executor,
      ExecutionLock lock,
      ProcessEnd end,
      boolean shared) {
    this.runs = runs;
    this.live = live;
    this.replays = replays;
    this.undos = undos;
    this.executor = executor;
    this.lock = lock;
    this.end = end;
    this.shared = shared;
  }

  /**
   * Stores a run of a writeback; one that waits for its turn serves this request too.
   *
   * @param full every row, although the writeback may send changed ones
   * @param acceptColumns whether columns that the last complete run wrote may be missing
   */
  public RunEntry accept(String writeback, boolean full, boolean acceptColumns) {
    return accept(RunRequest.BY_COMMAND, writeback, full, acceptColumns);
  }

  /** Stores a run of a writeback that shows what it would change, and waits for approval then. */
  public RunEntry plan(String writeback) {
    return plan(RunRequest.BY_COMMAND, writeback, false, false);
  }

  /** The same, asked for in the console. */
  public RunEntry planFromConsole(String writeback) {
    return plan(RunRequest.BY_CONSOLE, writeback, false, false);
  }

  /** The same, of a run with these options; see {@link #accept}. */
  public RunEntry plan(String writeback, boolean full, boolean acceptColumns) {
    return plan(RunRequest.BY_COMMAND, writeback, full, acceptColumns);
  }

  private RunEntry plan(String by, String writeback, boolean full, boolean acceptColumns) {
    return runs.accept(request(by, writeback, full, acceptColumns).asking()).run();
  }

  /** Whether no run of a writeback has come to its end yet by the route that it has today. */
  public boolean isNew(String writeback) {
    return executor.isNew(writeback);
  }

  /** Whether a run of a writeback can show what it would change. */
  public boolean isLookedAt(String writeback) {
    return executor.isLookedAt(writeback);
  }

  /**
   * Lets a planned run send what it would change.
   *
   * @param by who approves it
   * @throws WritebackException if it does not wait for approval
   */
  public void approve(RunEntry planned, String by) {
    runs.approve(planned, by);
  }

  /**
   * Ends a planned run of which nothing is to be sent.
   *
   * @param by who rejects it
   * @throws WritebackException if it does not wait for approval
   */
  public void reject(RunEntry planned, String by) {
    runs.reject(planned, by);
  }

  /**
   * Stores a run that puts back what another one overwrote, which it shows first.
   *
   * @param by who has approved it already; null if it is to wait for that
   * @throws WritebackException if the run cannot be undone
   */
  public RunEntry undo(RunEntry run, String by) {
    return undos.accept(run, by, runs.newId());
  }

  /** Stores a run of a writeback, asked for in the console; see {@link #accept}. */
  public RunEntry acceptFromConsole(String writeback, boolean full) {
    return accept(RunRequest.BY_CONSOLE, writeback, full, false);
  }

  private RunEntry accept(String by, String writeback, boolean full, boolean acceptColumns) {
    return runs.accept(request(by, writeback, full, acceptColumns)).run();
  }

  private RunRequest request(String by, String writeback, boolean full, boolean acceptColumns) {
    String id = runs.newId();
    return new RunRequest(id, by + id, writeback, full, null).acceptingColumns(acceptColumns);
  }

  /**
   * A replay that was accepted.
   *
   * @param before whether it was asked for before, and nothing is sent now
   */
  public record Replay(RunEntry run, boolean before) {}

  /**
   * Stores a run that sends the open rejects of another run again.
   *
   * @param file the rows as a person edited them; null for those of the run
   * @return empty if no reject of the run is open
   */
  public Optional<Replay> replay(RunEntry parent, Path file) {
    return replay(parent, file, null);
  }

  /**
   * Stores a run that sends some of the open rejects of another run again, as they were.
   *
   * @param rows the numbers of their rows; those that are not open are left out
   * @return empty if none is open
   */
  public Optional<Replay> replay(RunEntry parent, BitSet rows) {
    return replay(parent, null, rows);
  }

  private Optional<Replay> replay(RunEntry parent, Path file, BitSet rows) {
    return replays
        .accept(parent, file, rows, runs.newId())
        .map(accepted -> new Replay(accepted.run(), !accepted.isNew()));
  }

  /**
   * Resumes the interrupted runs of a writeback, oldest first: a paused one when it is due, or at
   * once if it waits for a person or for its source.
   */
  public List<Report> resume(String writeback) {
    List<RunEntry> found =
        interrupted().stream().filter(run -> run.writeback().equals(writeback)).toList();
    return finish(
        found.stream()
            .map(
                run ->
                    run.waitsForPerson() || run.waitsForSource() || run.state().ended()
                        ? runs.resume(run)
                        : run.id())
            .distinct()
            .toList());
  }

  /**
   * Resumes all interrupted and paused runs at once, oldest first, or waits for the process that
   * executes runs to do so.
   */
  public List<Report> resume() {
    return finish(interrupted().stream().map(runs::resume).distinct().toList());
  }

  /**
   * Pauses a run until a person resumes it: what is in flight is finished.
   *
   * @param who asks for it, for the reason of the run
   * @return false if this process does not execute it
   */
  public boolean pause(String runId, String who) {
    return live.pause(runId, "paused by " + who);
  }

  /** Whether this process executes a run. */
  public boolean isExecuting(String runId) {
    return live.has(runId);
  }

  /** Lets an interrupted or paused run resume at once; see {@link Runs#resume}. */
  public String resume(RunEntry run) {
    return runs.resume(run);
  }

  /** Runs that have not ended and that no process works on, oldest first. */
  public List<RunEntry> interrupted() {
    // Frees what a dead process of this data directory held.
    lock.tryTake();
    return runs.interrupted();
  }

  /**
   * Executes runs in turn until each has ended or waits for a person: one that is paused again, or
   * whose target is busy, does not block the others.
   */
  private List<Report> finish(List<String> ids) {
    Map<String, Report> reports = new LinkedHashMap<>();
    List<String> open = ids;
    while (true) {
      open.forEach(run -> reports.put(run, resumeOne(run)));
      List<String> before = open;
      open =
          before.stream()
              .filter(run -> !leftToOthers.contains(run))
              .filter(run -> resumesByItself(reports.get(run)) || isBehindOneOf(run, before))
              .toList();
      if (open.isEmpty() || end.isEnding()) {
        return List.copyOf(reports.values());
      }
      DataLock.pause();
      if (lock.tryTake()) {
        runs.endAbandoned();
      }
    }
  }

  /** A run that cannot be resumed does not block the others; its report has the reason. */
  private Report resumeOne(String id) {
    Optional<RunEntry> run = mine(id);
    try {
      return run.map(mine -> executor.execute(mine, false)).orElseGet(() -> runs.report(id));
    } catch (WritebackException e) {
      if (shared) {
        leftToOthers.add(id);
        LOG.warn(
            "{} run {} is left to the other processes of this ledger, as this one cannot execute it: {}",
            e.code(),
            id,
            e.getMessage());
      } else {
        runs.stop(run.orElseThrow(), e);
      }
      return runs.report(id);
    }
  }

  /** Whether a run waits for one that is resumed here too, and so will have its turn. */
  private boolean isBehindOneOf(String run, List<String> resumed) {
    return runs.heldBy(run).filter(resumed::contains).isPresent();
  }

  private boolean resumesByItself(Report report) {
    return !report.state().ended()
        && !report.waitsForPerson()
        && runs.heldBy(report.run()).isEmpty();
  }

  /** Runs a writeback to its end. */
  public Report run(String writeback) {
    return executor.execute(accept(writeback, false, false), true);
  }

  /**
   * Executes an accepted run to its end, or waits for the process that does. Returns early if this
   * process ends or the run waits for a person. A paused run is resumed when it is due.
   *
   * @param elsewhere gets the report again and again while another process executes the run
   */
  public Report finish(RunEntry accepted, Consumer<Report> elsewhere) {
    String id = accepted.id();
    Report report = finishMine(id);
    while (resumesByItself(report) && !end.isEnding()) {
      elsewhere.accept(report);
      DataLock.pause();
      report = finishMine(id);
    }
    return report;
  }

  private Report finishMine(String id) {
    return mine(id).map(mine -> executor.execute(mine, true)).orElseGet(() -> runs.report(id));
  }

  /** A run that no process executes, if this process may. */
  private Optional<RunEntry> mine(String id) {
    if (!lock.tryTake()) {
      return Optional.empty();
    }
    return runs.due().stream().filter(run -> run.id().equals(id)).findFirst();
  }
}
