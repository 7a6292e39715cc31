package io.writeback.camel;

import io.writeback.account.Accounts;
import io.writeback.api.ApiSettings;
import io.writeback.auth.TokenStore;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.dataset.DatasetSourceType;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.csv.CsvSourceType;
import io.writeback.dataset.domo.DomoSourceType;
import io.writeback.dataset.rows.RowsSourceType;
import io.writeback.destination.DestinationType;
import io.writeback.destination.Plan;
import io.writeback.destination.dataworld.DataWorldType;
import io.writeback.destination.workfront.WorkfrontType;
import io.writeback.destination.workiva.WorkivaType;
import io.writeback.discovery.Discovery;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.RetryPolicy;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.OutboxStore;
import io.writeback.ledger.RowGroupStore;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.problem.WritebackException;
import io.writeback.process.FatalErrors;
import io.writeback.process.Housekeeping;
import io.writeback.queue.QueueSettings;
import io.writeback.run.DataDirectory;
import io.writeback.run.DataLock;
import io.writeback.run.LiveRuns;
import io.writeback.run.ProgressListener;
import io.writeback.run.Replays;
import io.writeback.run.Retention;
import io.writeback.run.RunRetention;
import io.writeback.run.Runs;
import io.writeback.run.Targets;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * Everything that the {@code writeback:} component and the pipeline routes work with, made once for
 * a CamelContext from its configuration.
 *
 * <p>The ledger is opened by the first run, so that commands without one work on a fresh clone.
 */
public final class WritebackServices implements Closeable {
  /** The name in the registry. */
  public static final String NAME = "writebackServices";

  private final Configuration configuration;
  private final ProgressListener listener;
  private final InstantSource clock;
  private final DataSettings data;
  private final QueueSettings queue;
  private final ApiSettings api;
  private final HttpLimits limits;
  private final Http http;
  private final Accounts accounts;
  private final Map<String, DatasetSourceType> sources = new TreeMap<>();
  private final Map<String, DestinationType> destinations = new TreeMap<>();
  private final List<Problem> outgoing = new ArrayList<>();
  private final BegunFires begunFires = new BegunFires();
  private final LiveRuns live = new LiveRuns();
  private DataLock lock;
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  /** Why this process was asked to come to its end; null while it was not. */
  private volatile String ending;

  /** What an Error was; null while there was none. */
  private volatile String fatal;

  private final Runnable noLonger = FatalErrors.listen(this::fatal);

  private boolean executing;
  private volatile Ledger ledger;
  private Targets targets;
  private Runs runs;
  private Replays replays;
  private Retention retention;
  private RunRetention runRetention;

  public WritebackServices(
      CamelContext context,
      Configuration configuration,
      ProgressListener listener,
      InstantSource clock) {
    ErrorWatch.over(context);
    this.configuration = configuration;
    this.listener = listener;
    this.clock = clock;
    UnaryOperator<String> placeholders = new Placeholders(context, configuration)::resolve;
    this.data = DataSettings.of(configuration, placeholders);
    Settings requests = configuration.settings("http.", placeholders);
    this.limits = HttpLimits.of(requests);
    RetryPolicy retries = RetryPolicy.of(requests);
    outgoing.addAll(requests.close());
    data.leaseProblem(limits.deadline()).ifPresent(outgoing::add);
    this.queue = QueueSettings.of(configuration, placeholders);
    this.api = ApiSettings.of(configuration, placeholders);
    this.http = new Http(limits, retries, new Governor(nanos(clock)));
    this.accounts = new Accounts(configuration, placeholders);
    add(new CsvSourceType(configuration::path, data.snapshotQuota()));
    add(new RowsSourceType(data.directory().resolve("rows"), data.snapshotQuota()));
    add(new DomoSourceType(accounts, http, data.snapshotQuota(), clock));
    add(
        new WorkfrontType(
            accounts, http, clock, new TokenStore(data.directory().resolve("tokens"))));
    add(new WorkivaType(accounts, http, clock));
    add(new DataWorldType(accounts, http, clock));
  }

  /**
   * Time for what is measured and not dated: that of a clock that nobody sets, unless whoever made
   * these services has a time of their own.
   */
  private static LongSupplier nanos(InstantSource clock) {
    return clock.equals(InstantSource.system())
        ? System::nanoTime
        : () -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
  }

  private void add(DatasetSourceType type) {
    sources.put(type.name(), type);
  }

  private void add(DestinationType type) {
    destinations.put(type.name(), type);
  }

  /** The services of a context, as they were bound. */
  static WritebackServices of(CamelContext context) {
    WritebackServices services =
        context.getRegistry().lookupByNameAndType(NAME, WritebackServices.class);
    if (services == null) {
      throw new IllegalStateException(
          "there is no " + NAME + " in the registry: bind a " + WritebackServices.class.getName());
    }
    return services;
  }

  public Configuration configuration() {
    return configuration;
  }

  /**
   * What is wrong with the keys under {@code writeback.}, {@code http.}, {@code queue.} and {@code
   * api.}, whatever a command uses: a value that is only missing here is none of it.
   */
  public List<Problem> problems() {
    return allProblems().stream().filter(problem -> !problem.code().isMissingHere()).toList();
  }

  /** What a process that executes runs cannot be without: these, and where the ledger is. */
  List<Problem> ledgerProblems() {
    return Stream.concat(
            data.problems().stream().filter(problem -> problem.code().isMissingHere()),
            problems().stream())
        .toList();
  }

  /** What a process that stays cannot be without: all of them. */
  List<Problem> allProblems() {
    return Stream.of(
            data.problems(), data.noticeProblems(), outgoing, queue.problems(), api.problems())
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /**
   * For who may have to notify somebody.
   *
   * @throws ConfigurationException with all that is wrong with the keys for that
   */
  void requireNotices() {
    if (!data.noticeProblems().isEmpty()) {
      throw new ConfigurationException(data.noticeProblems());
    }
  }

  Accounts accounts() {
    return accounts;
  }

  public Http http() {
    return http;
  }

  Map<String, DatasetSourceType> sources() {
    return sources;
  }

  Map<String, DestinationType> destinations() {
    return destinations;
  }

  /** What accounts can be asked for, by the kind of their system: {@code domo}. */
  public Map<String, Discovery> discoveries() {
    Map<String, Discovery> found = new TreeMap<>();
    sources
        .values()
        .forEach(type -> type.discovery().ifPresent(one -> found.put(type.name(), one)));
    destinations
        .values()
        .forEach(type -> type.discovery().ifPresent(one -> found.put(type.name(), one)));
    return found;
  }

  /** The keys that accounts of any kind may have. */
  Set<String> accountKeys() {
    Set<String> keys = new TreeSet<>();
    sources.values().forEach(type -> keys.addAll(type.accountKeys()));
    destinations.values().forEach(type -> keys.addAll(type.accountKeys()));
    return keys;
  }

  /** The plan of an interrupted run. */
  Plan restore(String destination, Map<String, Object> stored, Snapshot snapshot) {
    DestinationType type = destinations.get(destination);
    if (type == null) {
      throw new WritebackException(
          Code.CANNOT_RESUME, "there is no destination " + destination + " any more");
    }
    return type.restore(stored, snapshot);
  }

  /**
   * Begins work in the background that needs the ledger.
   *
   * @param thread the name of its thread
   * @param what the work in a few words, for the log
   */
  Housekeeping housekeeping(
      String thread, String what, Duration first, Duration pause, Runnable round) {
    return Housekeeping.every(thread, what, first, pause, round, this::endsAll);
  }

  private boolean endsAll(RuntimeException failure) {
    if (failure instanceof LedgerException) {
      broken(failure);
      return true;
    }
    return false;
  }

  /** An Error was caught somewhere: what runs is interrupted, and the process ends. */
  private void fatal(Error error) {
    String message = FatalErrors.message(error);
    fatal = message;
    end.completeExceptionally(new WritebackException(Code.PROCESS_BROKEN, message));
    interruptAll("the process had to end: " + error);
  }

  /** Not under the lock of this: whoever has it may wait for what is broken. */
  private void interruptAll(String reason) {
    ending = reason;
    live.stopAll(reason);
    Ledger waiting = ledger;
    if (waiting != null) {
      waiting.hurry();
    }
  }

  /** Whether no Error was caught. */
  boolean isSound() {
    return fatal == null;
  }

  /**
   * Something failed without which nothing can be executed: the process has to end. Its runs are
   * interrupted, and it begins no other meanwhile.
   */
  void broken(RuntimeException failure) {
    if (end.completeExceptionally(failure)) {
      interruptAll("the process ended: " + failure.getMessage());
    }
  }

  /**
   * Waits until the process is asked to end.
   *
   * @throws RuntimeException if it has to end because something failed
   */
  public void awaitEnd() {
    try {
      end.join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  /** Whether this process was asked to come to its end. */
  public boolean isEnding() {
    return ending != null;
  }

  /** Ends what runs early, if anything does. */
  public synchronized void stopAll(String reason) {
    end.complete(null);
    interruptAll(reason);
  }

  /** The runs, opening the ledger if need be. */
  public synchronized Runs runs() {
    open();
    return runs;
  }

  /** Where the ledger and the files of runs are. */
  public DataSettings data() {
    return data;
  }

  /** The ledger, opening it if need be. */
  synchronized Ledger ledger() {
    open();
    return ledger;
  }

  /** The fires of schedules whose routes are on their way to their runs. */
  BegunFires begunFires() {
    return begunFires;
  }

  InstantSource clock() {
    return clock;
  }

  /** The keys below {@code queue.}. */
  QueueSettings queue() {
    return queue;
  }

  /** The keys below {@code api.}. */
  ApiSettings api() {
    return api;
  }

  /** Rows of a writeback that are gathered, opening the ledger if need be. */
  synchronized RowGroupStore rowGroups(String writeback) {
    open();
    return ledger.rowGroups(writeback);
  }

  /** The writebacks that have gathered rows which no run has yet. */
  synchronized List<String> gathering() {
    open();
    return ledger.writebacksWithRowGroups();
  }

  /** What happened to runs, opening the ledger if need be. */
  synchronized OutboxStore outbox() {
    open();
    return ledger.outbox();
  }

  /** The replays, opening the ledger if need be. */
  synchronized Replays replays() {
    open();
    return replays;
  }

  /** What removes runs that ended long ago, opening the ledger if need be. */
  synchronized RunRetention runRetention() {
    open();
    return runRetention;
  }

  private void open() {
    if (ledger == null) {
      List<Problem> problems = ledgerProblems();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      DataDirectory.create(data.directory());
      DataDirectory.secure(data.directory());
      ledger = Ledger.open(data.ledger(), clock);
      targets = new Targets(ledger.leases(), data.heldFor(limits.deadline()), System::nanoTime);
      if (ending != null) {
        ledger.hurry();
      }
      retention =
          new Retention(ledger, data.directory().resolve("runs"), data.snapshotRetention(), clock);
      runRetention = new RunRetention(ledger, data.directory(), data.runRetention(), clock);
      runs =
          new Runs(
              ledger, live, targets, data.directory(), clock, listener, retention, data.patience());
      replays = new Replays(ledger, data.directory(), data.snapshotQuota());
    }
  }

  /**
   * Whether this process may execute runs: of a data directory with its own ledger only one does,
   * from when it asks until it ends.
   */
  public synchronized boolean mayExecute() {
    open();
    if (executing) {
      return true;
    }
    if (!data.isShared()) {
      Optional<DataLock> taken = DataLock.tryTake(data.directory());
      if (taken.isEmpty()) {
        return false;
      }
      lock = taken.get();
      // Whoever held a target here is dead: only one process holds the lock.
      targets.clear();
    }
    executing = true;
    retention.apply();
    runRetention.applyBriefly();
    return true;
  }

  /** Waits until this process may execute runs. */
  void awaitExecution() {
    for (boolean told = false; !mayExecute(); told = true) {
      if (!told) {
        listener.waiting(data.directory());
      }
      DataLock.pause();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    noLonger.run();
    if (ledger != null) {
      targets.close();
      ledger.close();
    }
    if (lock != null) {
      lock.close();
    }
    http.close();
  }
}
