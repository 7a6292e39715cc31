package io.writeback.camel;

import io.writeback.ledger.ChangeSignal;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.process.FatalErrors;
import io.writeback.process.Housekeeping;
import io.writeback.run.DataLock;
import io.writeback.run.Report;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes the runs of a ledger in a process that stays: what was interrupted before it began, and
 * whatever is accepted from then on, by itself or by a command in another process.
 */
final class Dispatcher extends ServiceSupport {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /** Until when it is noticed at the latest that a paused run is due or a lease has run out. */
  private static final Duration LATEST_LOOK = Duration.ofSeconds(1);

  private final CamelContext context;
  private final WritebackServices services;
  private final Map<String, CompletableFuture<Report>> inHand = new ConcurrentHashMap<>();
  private ExecutorService runners;
  private RunSlots slots;
  private Housekeeping lookout;
  private ChangeSignal changes;
  private boolean looked;

  /** The runs that this process cannot execute, and leaves to the others that share its ledger. */
  private final Set<String> leftToOthers = ConcurrentHashMap.newKeySet();

  private Dispatcher(CamelContext context, WritebackServices services) {
    this.context = context;
    this.services = services;
  }

  /** The one of a context; it starts and ends with it. */
  static synchronized Dispatcher of(CamelContext context, WritebackServices services) {
    Dispatcher there = context.hasService(Dispatcher.class);
    if (there != null) {
      return there;
    }
    services.requireNotices();
    Dispatcher dispatcher = new Dispatcher(context, services);
    context.addLifecycleStrategy(new Ending(services));
    try {
      context.addService(dispatcher);
      context.addService(new FollowUps(context, services));
      context.addService(new RetentionService(services));
    } catch (Exception e) {
      throw new IllegalStateException("the dispatcher cannot be started", e);
    }
    return dispatcher;
  }

  @Override
  protected void doStart() {
    runners = context.getExecutorServiceManager().newCachedThreadPool(this, "writeback-run");
    slots = new RunSlots(services.data().maxRuns(), runners);
    lookout =
        services.housekeeping(
            "writeback-look", "the look for runs", Duration.ZERO, BETWEEN_LOOKS, this::look);
  }

  /**
   * What nobody works on: at first all that was interrupted, then what waits; of what is paused
   * only that whose time has come.
   */
  void look() {
    try {
      if (services.isEnding()) {
        slots.letGo();
        return;
      }
      if (isBeforeStart(context) || !services.mayExecute()) {
        return;
      }
      services.ledger().requireSame();
      if (!mayHaveWork()) {
        return;
      }
      List<RunEntry> found = looked ? services.runs().waiting() : services.runs().due();
      if (!looked) {
        services.runs().interrupted().stream()
            .filter(RunEntry::waitsForPerson)
            .forEach(Dispatcher::tell);
      }
      looked = true;
      services.runs().endAbandoned();
      leftToOthers.retainAll(found.stream().map(RunEntry::id).toList());
      found.stream().filter(run -> !leftToOthers.contains(run.id())).forEach(this::submit);
    } catch (WritebackException e) {
      // The data directory cannot be used.
      services.broken(e);
    }
  }

  private boolean mayHaveWork() {
    if (changes == null) {
      changes = services.ledger().changes(LATEST_LOOK);
    }
    return changes.isDue();
  }

  private static void tell(RunEntry run) {
    LOG.warn(
        "run {} of {} is paused and waits for a person: {}; then ./writeback resume",
        run.id(),
        run.writeback(),
        run.reason());
  }

  /**
   * Whether routes are still to be started: a run would come to a {@code direct:} that nobody
   * listens to yet, and end FAILED.
   */
  static boolean isBeforeStart(CamelContext context) {
    ServiceStatus status = context.getStatus();
    return status.isInitializing() || status.isInitialized() || status.isStarting();
  }

  /**
   * Executes a run, unless it is in hand already, or stands still, or the routes are not there yet;
   * the look comes back to it.
   */
  CompletableFuture<Report> submit(RunEntry run) {
    if (isBeforeStart(context) || run.standsStill(services.clock().instant())) {
      return CompletableFuture.completedFuture(services.runs().report(run.id()));
    }
    CompletableFuture<Report> mine = new CompletableFuture<>();
    CompletableFuture<Report> earlier = inHand.putIfAbsent(run.id(), mine);
    if (earlier != null) {
      return earlier;
    }
    try {
      slots.submit(new WritebackRoutes(context, services).slot(run), () -> execute(run, mine));
    } catch (RuntimeException e) {
      inHand.remove(run.id());
      throw e;
    }
    return mine;
  }

  private void execute(RunEntry run, CompletableFuture<Report> done) {
    try {
      // One that waited for its target here would keep its place from whoever goes before it.
      Report report = new WritebackRoutes(context, services).execute(run, false);
      if (Code.LEDGER_FAILED.id().equals(report.code())) {
        // What it says of other runs cannot be relied on either.
        services.broken(new LedgerException(report.reason(), null));
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
        services.broken(e);
      } else if (e instanceof WritebackException known) {
        services.runs().standStill(run, known);
      }
      done.completeExceptionally(e);
    } catch (Error e) {
      FatalErrors.caught(e);
      done.completeExceptionally(e);
    } finally {
      inHand.remove(run.id());
    }
  }

  /** Whether it did not begin here, and another process of the ledger may be able to execute it. */
  private boolean isForOthers(RunEntry run) {
    return services.data().isShared()
        && services.runs().find(run.id()).filter(report -> !report.state().ended()).isPresent();
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
  Report await(RunEntry run) {
    Report report = submit(run).join();
    while (!report.state().ended() && report.pause() == null && !services.isEnding()) {
      DataLock.pause();
      CompletableFuture<Report> there = inHand.get(run.id());
      report = there == null ? services.runs().report(run.id()) : there.join();
    }
    return report;
  }

  @Override
  protected void doStop() {
    lookout.close();
    slots.close();
    context.getExecutorServiceManager().shutdownGraceful(runners);
  }

  /**
   * Whoever stops the context stops what it executes: its runs are interrupted, none has failed.
   */
  private static final class Ending extends LifecycleStrategySupport {
    private final WritebackServices services;

    Ending(WritebackServices services) {
      this.services = services;
    }

    @Override
    public void onContextStopping(CamelContext context) {
      services.stopAll("its process was stopped");
    }
  }
}
