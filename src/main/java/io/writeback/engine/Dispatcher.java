package io.writeback.engine;

import io.writeback.ledger.ChangeSignal;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunEntry;
import io.writeback.log.LogScope;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.process.FatalErrors;
import io.writeback.run.DataLock;
import io.writeback.run.Report;
import io.writeback.run.Runs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes the runs of a ledger in a server: those that were interrupted before it started, and
 * those that are accepted from then on, by this process or another one.
 */
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /** How late a due paused run or an expired lease is noticed. */
  private static final Duration LATEST_POLL = Duration.ofSeconds(1);

  private static final long LONGEST_STOP_SECONDS = 10;

  private final Ledger ledger;
  private final Runs runs;
  private final RunExecutor executor;
  private final ExecutionLock lock;
  private final ProcessEnd end;
  private final DataSettings data;
  private final InstantSource clock;
  private final Optional<Heartbeat> heartbeat;
  private final Map<String, CompletableFuture<Report>> inHand = new ConcurrentHashMap<>();

  /** The runs that this process cannot execute; another process of the ledger may. */
  private final Set<String> leftToOthers = ConcurrentHashMap.newKeySet();

  private ExecutorService threads;
  private final ChangeSignal changes;
  private boolean polled;

  /** Null before the start: a run would call routes that have not started. */
  private volatile RunSlots slots;

  /**
   * @param heartbeat of a process that shares its ledger
   */
  Dispatcher(
      Ledger ledger,
      Runs runs,
      RunExecutor executor,
      ExecutionLock lock,
      ProcessEnd end,
      DataSettings data,
      InstantSource clock,
      Optional<Heartbeat> heartbeat) {
    this.heartbeat = heartbeat;
    this.ledger = ledger;
    this.runs = runs;
    this.executor = executor;
    this.lock = lock;
    this.end = end;
    this.data = data;
    this.clock = clock;
    this.changes = ledger.changes(LATEST_POLL);
  }

  void start() {
    threads =
        Executors.newCachedThreadPool(
            BasicThreadFactory.builder().namingPattern("writeback-run-%d").daemon().build());
    slots = new RunSlots(data.maxRuns(), threads, System::nanoTime);
    heartbeat.ifPresent(Heartbeat::serves);
  }

  /**
   * Submits the runs that no process executes: at first the interrupted ones too, then those that
   * wait; paused ones once they are due.
   */
  public void poll() {
    RunSlots open = slots;
    if (open == null) {
      return;
    }
    try {
      if (end.isEnding()) {
        open.letGo();
        return;
      }
      if (!lock.tryTake() || !heartbeat.map(Heartbeat::isSteady).orElse(true)) {
        return;
      }
      ledger.requireSame();
      if (!changes.isDue()) {
        return;
      }
      Instant now = clock.instant();
      List<RunEntry> interrupted = runs.endAbandoned();
      List<RunEntry> found =
          interrupted.stream()
              .filter(run -> polled ? run.isWaitingAt(now) : !run.isPausedAt(now))
              .toList();
      if (!polled) {
        interrupted.stream().filter(RunEntry::waitsForPerson).forEach(Dispatcher::logWaiting);
      }
      polled = true;
      leftToOthers.retainAll(found.stream().map(RunEntry::id).toList());
      heartbeat.ifPresent(others -> share(open, others.servers(), found));
      found.stream().filter(run -> !leftToOthers.contains(run.id())).forEach(this::submit);
    } catch (WritebackException e) {
      // The data directory cannot be used.
      end.broken(e);
    }
  }

  /**
   * Of the targets of a host that have a run, each process takes an equal part, so that all of them
   * have something to send under the host's limit.
   */
  private void share(RunSlots open, int processes, List<RunEntry> found) {
    if (processes == 1) {
      open.share(host -> Integer.MAX_VALUE);
      return;
    }
    Set<String> targets = new HashSet<>(ledger.leases().liveTargets());
    found.forEach(run -> targets.add(executor.slot(run)));
    Map<String, Integer> ofHosts = new HashMap<>();
    targets.forEach(target -> ofHosts.merge(RunSlots.hostOf(target), 1, Integer::sum));
    open.share(host -> (ofHosts.getOrDefault(host, 1) + processes - 1) / processes);
  }

  private static void logWaiting(RunEntry run) {
    LOG.warn(
        "run {} of {} is paused and waits for a person: {}{}",
        run.id(),
        run.writeback(),
        run.reason(),
        run.waitsForApproval() ? "" : "; then ./writeback resume");
  }

  /**
   * Executes a run, unless it is already executed here. If it is paused, or the routes have not
   * started, a later {@link #poll} submits it.
   */
  public CompletableFuture<Report> submit(RunEntry run) {
    RunSlots open = slots;
    if (open == null || run.isPausedAt(clock.instant())) {
      return CompletableFuture.completedFuture(runs.report(run.id()));
    }
    CompletableFuture<Report> mine = new CompletableFuture<>();
    CompletableFuture<Report> earlier = inHand.putIfAbsent(run.id(), mine);
    if (earlier != null) {
      return earlier;
    }
    try {
      open.submit(executor.slot(run), run.writeback(), () -> execute(run, mine));
    } catch (RuntimeException e) {
      inHand.remove(run.id());
      throw e;
    }
    return mine;
  }

  private void execute(RunEntry run, CompletableFuture<Report> done) {
    try (LogScope scope = LogScope.of(run.id(), run.writeback())) {
      executeLogged(run, done);
    }
  }

  private void executeLogged(RunEntry run, CompletableFuture<Report> done) {
    try {
      // Waiting for the target here would block the run that is ahead.
      Report report = executor.execute(run, false);
      if (report.code() == Code.LEDGER_FAILED) {
        // The ledger cannot be relied on for other runs either.
        end.broken(new LedgerException(report.reason(), null));
      }
      done.complete(report);
    } catch (RuntimeException e) {
      if (e instanceof WritebackException unable && isForOthers(run)) {
        leave(run, unable);
        done.completeExceptionally(e);
        return;
      }
      LOG.error("run {} of {}: {}", run.id(), run.writeback(), e.getMessage());
      if (e instanceof LedgerException) {
        end.broken(e);
      } else if (e instanceof WritebackException known) {
        runs.stop(run, known);
      }
      done.completeExceptionally(e);
    } catch (Error e) {
      FatalErrors.caught(e);
      done.completeExceptionally(e);
    } finally {
      inHand.remove(run.id());
    }
  }

  /** Whether another process of the ledger may be able to execute a run that has not ended. */
  private boolean isForOthers(RunEntry run) {
    return data.isShared()
        && runs.find(run.id()).filter(report -> !report.state().ended()).isPresent();
  }

  private void leave(RunEntry run, WritebackException unable) {
    if (leftToOthers.add(run.id())) {
      LOG.warn(
          "{} run {} of {} is left to the other processes of this ledger, as this one cannot execute it: {}",
          unable.code(),
          run.id(),
          run.writeback(),
          unable.getMessage());
    }
  }

  /** Executes a run and waits for its end, or until it is paused or the process ends. */
  public Report await(RunEntry run) {
    Report report = submit(run).join();
    while (!report.state().ended() && report.pause() == null && !end.isEnding()) {
      DataLock.pause();
      CompletableFuture<Report> there = inHand.get(run.id());
      report = there == null ? runs.report(run.id()) : there.join();
    }
    return report;
  }

  /** Starts no more runs, and waits a while for those in progress. */
  void stop() {
    RunSlots open = slots;
    if (open != null) {
      open.close();
      threads.shutdown();
      try {
        if (!threads.awaitTermination(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
          threads.shutdownNow();
        }
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }
}
