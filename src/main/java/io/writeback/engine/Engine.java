package io.writeback.engine;

import io.writeback.alert.AlertDelivery;
import io.writeback.alert.AlertSettings;
import io.writeback.alert.AlertWatch;
import io.writeback.alert.Channels;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.rows.RowInbox;
import io.writeback.http.Governor;
import io.writeback.http.HttpLimits;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.ResultDelivery;
import io.writeback.problem.Code;
import io.writeback.problem.Lengths;
import io.writeback.problem.WritebackException;
import io.writeback.process.Periodic;
import io.writeback.results.Results;
import io.writeback.run.DataDirectory;
import io.writeback.run.KeptBodies;
import io.writeback.run.LiveRuns;
import io.writeback.run.ProgressListener;
import io.writeback.run.Replays;
import io.writeback.run.Retention;
import io.writeback.run.RunFolders;
import io.writeback.run.RunRetention;
import io.writeback.run.Runs;
import io.writeback.run.Targets;
import io.writeback.run.Undos;
import io.writeback.schedule.Schedule;
import io.writeback.storage.FileStorage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes runs: owns the ledger, the runs, and the background work of a server. Opened once and
 * injected.
 */
public final class Engine implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration BETWEEN_POLLS = Duration.ofMillis(200);
  private static final Duration BETWEEN_FOLLOW_UPS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_FIRE_POLLS = Duration.ofSeconds(15);
  private static final Duration BETWEEN_ALERTS = Duration.ofSeconds(2);

  /** What becomes due with time is noticed so late. */
  private static final Duration LATEST_ALERT = Duration.ofMinutes(1);

  private static final Duration BETWEEN_DELIVERIES = Duration.ofSeconds(1);

  /** What a delivery may take beyond the deadline of a request. */
  private static final Duration DELIVERY_MARGIN = Duration.ofMinutes(1);

  /** Between one look whether a part of a limit is to be asked for and the next. */
  private static final Duration BETWEEN_PARTS = Duration.ofMillis(10);

  /** So long it is waited for a request that lacks a part, before others are looked at. */
  private static final Duration LATEST_PART = Duration.ofMillis(200);

  /** How long the part of a process that died, or was frozen, is kept from others. */
  private static final Duration PART_LEASE = Duration.ofSeconds(15);

  /** Far less than the shortest time in which requests have to be cut off. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private static final Duration FIRST_REMOVAL = Duration.ofMinutes(1);
  private static final Duration BETWEEN_REMOVALS = Duration.ofHours(1);

  private final DataSettings data;
  private final ProcessEnd end;
  private final InstantSource clock;
  private final Ledger ledger;
  private final Targets targets;
  private final Runs runs;
  private final ExecutionLock lock;
  private final RunControl control;
  private final Dispatcher dispatcher;
  private final FollowUps followUps;
  private final FileStorage storage;
  private final RunFolders folders;
  private final Retention snapshots;
  private final RunRetention retention;
  private final Fires fires;
  private final Duration deadline;
  private final Results results;
  private final KeptBodies bodies;
  private final Map<String, RowGroups> rowGroups = new ConcurrentHashMap<>();
  private final List<Periodic> loops = new ArrayList<>();
  private Alerts alerts;

  /** Null while the limits of hosts are those of this process. */
  private Periodic limits;

  private final LeaseTerms terms;
  private final Duties duties;
  private final List<Periodic> beating = new ArrayList<>();

  /** Null if the ledger is not shared; so is the ledger that it has for itself. */
  private final Heartbeat heartbeat;

  private final Ledger beats;

  private boolean started;

  /**
   * Opens the ledger; nothing is executed before {@link #start}.
   *
   * @param routes the way into the routes of writebacks
   */
  public Engine(
      DataSettings data,
      HttpLimits limits,
      Connectors connectors,
      RunRoute routes,
      ProcessEnd end,
      ProgressListener listener,
      InstantSource clock) {
    this.data = data;
    this.end = end;
    this.clock = clock;
    Path directory = data.directory();
    DataDirectory.create(directory);
    DataDirectory.secure(directory);
    ledger = Ledger.open(data.ledger(), clock);
    storage = data.storage().open();
    folders = new RunFolders(directory, ledger, storage);
    deadline = limits.deadline();
    terms = data.terms();
    targets = new Targets(ledger.leases(), terms, System::nanoTime);
    duties = new Duties(ledger.heartbeats(), terms, System::nanoTime);
    LiveRuns live = new LiveRuns();
    snapshots = new Retention(ledger, folders, data.snapshotRetention(), clock);
    retention = new RunRetention(ledger, folders, data.runRetention(), clock);
    runs = new Runs(ledger, live, targets, folders, clock, listener, snapshots, data.patience());
    lock =
        new ExecutionLock(
            data,
            listener,
            () -> {
              if (!data.isShared()) {
                // Only one process holds the lock: whichever held a target here has died.
                targets.clear();
              }
              snapshots.apply();
              retention.applyBriefly();
            });
    bodies = folders.bodies();
    RunExecutor executor = new RunExecutor(runs, connectors, routes, lock, ledger.results());
    results =
        Results.of(
            ledger,
            folders,
            connectors::restore,
            runs::report,
            account -> connectors.domo().client(account),
            connectors::path);
    Replays replays = new Replays(ledger, folders, data.snapshotQuota());
    Undos undos = new Undos(ledger, folders, data.snapshotQuota());
    control = new RunControl(runs, live, replays, undos, executor, lock, end, data.isShared());
    beats = data.isShared() ? Ledger.open(data.ledger(), clock) : null;
    heartbeat =
        beats == null
            ? null
            : new Heartbeat(beats, terms, Ledger.program(), targets, duties, System::nanoTime);
    dispatcher =
        new Dispatcher(
            ledger, runs, executor, lock, end, data, clock, Optional.ofNullable(heartbeat));
    followUps = new FollowUps(ledger.followUps(), runs, clock);
    fires =
        new Fires(
            ledger,
            runs,
            end,
            clock,
            data.isShared() ? Optional.of(terms.holder()) : Optional.empty());
    end.onEnd(
        reason -> {
          live.stopAll(reason);
          ledger.hurry();
        });
    if (heartbeat != null) {
      beatAlways();
    }
  }

  private void beat() {
    try {
      heartbeat.beat();
    } catch (WritebackException e) {
      end.broken(e);
    }
  }

  /** Until the engine is closed: runs of a process that is ending have their targets too. */
  private void beatAlways() {
    end.onEnd(reason -> beats.hurry());
    beating.add(
        every(
            "writeback-heartbeat",
            "the renewal of leases",
            Duration.ZERO,
            terms.betweenBeats(),
            this::beat));
    beating.add(
        every(
            "writeback-late-requests",
            "cutting off requests whose lease is nearly over",
            BETWEEN_LOOKS,
            BETWEEN_LOOKS,
            targets::cutLate));
  }

  /**
   * From now on the limits of hosts are those of all processes of a shared ledger, and this process
   * has a part of each, as long as it says again that it uses it.
   */
  public synchronized void divide(Governor governor) {
    if (!data.isShared()) {
      return;
    }
    governor.divide();
    String holder = terms.holder();
    limits =
        every(
            "writeback-limits",
            "asking for parts of the limits of hosts",
            Duration.ZERO,
            BETWEEN_PARTS,
            () -> {
              try {
                governor.ask(
                    LATEST_PART,
                    PART_LEASE,
                    use -> ledger.hostLimits().share(holder, PART_LEASE, use));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /**
   * Starts to execute the runs of the ledger once the routes have started: interrupted ones, and
   * those accepted from now on by any process.
   */
  public synchronized void start() {
    if (!started) {
      started = true;
      dispatcher.start();
      loops.add(
          every(
              "writeback-poll",
              "polling for runs",
              Duration.ZERO,
              BETWEEN_POLLS,
              dispatcher::poll));
      loops.add(
          every(
              "writeback-follow-up",
              "polling for follow-ups of runs",
              BETWEEN_FOLLOW_UPS,
              BETWEEN_FOLLOW_UPS,
              () -> ifExecuting(followUps::poll)));
      loops.add(
          every(
              "writeback-retention",
              "the removal of runs that ended long ago",
              FIRST_REMOVAL,
              BETWEEN_REMOVALS,
              () -> ifExecuting(this::removeOldRuns)));
      loops.add(
          every(
              "writeback-results",
              "delivering results of runs",
              BETWEEN_DELIVERIES,
              BETWEEN_DELIVERIES,
              () -> ifExecuting(() -> deliverResults(end::isEnding))));
      if (alerts != null) {
        startAlerts();
      }
    }
  }

  /**
   * Delivers the results of runs that are due.
   *
   * @param enough whether to stop after a delivery
   */
  public void deliverResults(BooleanSupplier enough) {
    Optional<Results.Outcome> outcome = Optional.empty();
    do {
      outcome = results.deliverNext();
      outcome.ifPresent(Engine::log);
    } while (outcome.isPresent() && !enough.getAsBoolean());
  }

  private static void log(Results.Outcome outcome) {
    ResultDelivery delivery = outcome.delivery();
    boolean undelivered = outcome instanceof Results.Outcome.Undelivered;
    LogEvent event =
        LogEvent.of(
                !undelivered
                    ? "results delivered"
                    : ((Results.Outcome.Undelivered) outcome).pause().isPresent()
                        ? "results not delivered"
                        : "results given up")
            .with("run", delivery.runId())
            .with("results", delivery.kind())
            .with("destination", delivery.destination());
    if (outcome instanceof Results.Outcome.Undelivered failed) {
      event
          .with("code", Code.RESULTS_UNDELIVERED)
          .with("reason", failed.reason())
          .with("again-in", failed.pause().map(Lengths::text).orElse(null))
          .warn();
    } else {
      event.info();
    }
  }

  /** Each channel has a thread: one that hangs holds up no other. */
  private void startAlerts() {
    loops.add(
        every(
            "writeback-alerts",
            "examining writebacks for alerts",
            BETWEEN_ALERTS,
            BETWEEN_ALERTS,
            () -> ifExecuting(alerts::examineIfDue)));
    for (String channel : alerts.channels()) {
      loops.add(
          every(
              "writeback-alert-" + channel,
              "delivering alerts by " + channel,
              BETWEEN_ALERTS,
              BETWEEN_DELIVERIES,
              () -> ifExecuting(() -> alerts.deliver(channel))));
    }
  }

  /**
   * Raises alerts once runs are executed.
   *
   * @param writebacks those that there are
   */
  public synchronized void alert(
      AlertSettings settings,
      Channels channels,
      Collection<String> writebacks,
      List<Schedule> schedules) {
    AlertWatch watch = new AlertWatch(ledger, settings, channels.names(), writebacks, schedules);
    if (!data.isShared()) {
      // Another process of a shared ledger may have other writebacks.
      watch.forgetOthers();
    }
    alerts =
        new Alerts(
            watch,
            new AlertDelivery(
                ledger.alerts(), channels, runs::find, deadline.plus(DELIVERY_MARGIN)),
            ledger.changes(LATEST_ALERT));
  }

  /** Catches up on the fires that schedules missed, now and from now on. */
  public synchronized MissedFireWatch watch(List<Schedule> schedules) {
    MissedFireWatch watch =
        new MissedFireWatch(
            ledger, fires, end, clock, () -> heartbeat == null || heartbeat.isSteady(), schedules);
    watch.begin();
    loops.add(
        every(
            "writeback-fires",
            "polling for missed fires",
            BETWEEN_FIRE_POLLS,
            BETWEEN_FIRE_POLLS,
            watch::catchUp));
    return watch;
  }

  /** Watches a DataSet, and accepts a run when it was refreshed. */
  public RefreshWatch watch(DatasetSource source, WatchPolicy policy) {
    return new RefreshWatch(
        ledger.watchedDatasets(), runs, dispatcher, duties, clock, source, policy);
  }

  /** The row messages of a writeback; all its queues share one instance. */
  public RowGroups rowGroups(String writeback, RowInbox inbox) {
    return rowGroups.computeIfAbsent(
        writeback, name -> new RowGroups(name, ledger.rowGroups(), runs, inbox));
  }

  /**
   * Starts periodic work; the process ends if its ledger fails.
   *
   * @param thread the name of its thread
   * @param what the work, for the log
   */
  private Periodic every(
      String thread, String what, Duration first, Duration pause, Runnable round) {
    return new Periodic(thread, what, first, pause, round, end::isEndedBy);
  }

  /** Where the files of runs are. */
  public RunFolders folders() {
    return folders;
  }

  /** The data that came with what started runs. */
  public KeptBodies bodies() {
    return bodies;
  }

  /** Removes runs that ended longer ago than {@code writeback.run-retention}. */
  private void removeOldRuns() {
    try {
      RunRetention.Removed removed = retention.apply(end::isEnding);
      bodies.sweep(ledger, clock);
      snapshots.sweep();
      if (removed.runs() > 0) {
        LogEvent.of("runs removed, as they ended longer ago than writeback.run-retention")
            .with("runs", removed.runs())
            .with("rejects-never-written", removed.openRejects())
            .info();
      }
    } catch (LedgerException e) {
      // The space is not urgent: the next round tries again.
      LOG.warn("runs that ended long ago cannot be removed from the ledger: {}", e.getMessage());
    }
  }

  private void ifExecuting(Runnable work) {
    if (!end.isEnding() && lock.tryTake()) {
      work.run();
    }
  }

  private void giveLimitsBack() {
    try {
      ledger.hostLimits().giveBack(terms.holder());
    } catch (LedgerException e) {
      // They are free a little later.
      LOG.warn("the parts of limits cannot be given back: {}", e.getMessage());
    }
  }

  /** Starts no more runs, and waits for those in progress; the ledger stays open. */
  public synchronized void stop() {
    loops.forEach(Periodic::end);
    loops.forEach(Periodic::close);
    loops.clear();
    dispatcher.stop();
  }

  public DataSettings data() {
    return data;
  }

  public ProcessEnd end() {
    return end;
  }

  public Ledger ledger() {
    return ledger;
  }

  public Runs runs() {
    return runs;
  }

  /** What commands do with runs. */
  public RunControl control() {
    return control;
  }

  /** What a route hands accepted runs to. */
  public Dispatcher dispatcher() {
    return dispatcher;
  }

  public FollowUps followUps() {
    return followUps;
  }

  /** What examines writebacks and delivers messages about them; null if nothing does. */
  public Alerts alerts() {
    return alerts;
  }

  public Fires fires() {
    return fires;
  }

  /** What only one process of the ledger does at a time. */
  public Duties duties() {
    return duties;
  }

  /** Whether this process may execute runs; if so, until it ends. */
  public boolean mayExecute() {
    return lock.tryTake();
  }

  @Override
  public void close() throws IOException {
    stop();
    if (limits != null) {
      limits.close();
      giveLimitsBack();
    }
    targets.close();
    if (heartbeat != null) {
      beating.forEach(Periodic::end);
      heartbeat.end();
      beats.close();
      beating.forEach(Periodic::close);
    }
    storage.close();
    ledger.close();
    lock.close();
  }
}
