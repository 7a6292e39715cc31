package io.writeback.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Several processes with one PostgreSQL and one Artemis, asked by messages and by schedules, while
 * processes are killed and frozen, broker and database are started again, and connections are cut.
 * The sandboxes, which nothing happens to, are the judge.
 *
 * <p>Arguments: minutes, processes, rows of each writeback, cap of each of four hosts, latency in
 * ms, seed. Run it by {@code bench/cluster}.
 */
public final class Cluster {
  private static final int WRITEBACKS = 60;
  private static final int SCHEDULED = 10;
  private static final int REQUESTS = 200;
  private static final int HOSTS = 4;
  private static final List<String> OBJECTS = List.of("PROJ", "TASK", "OPTASK", "USER", "HOUR");
  private static final int TARGETS = HOSTS * OBJECTS.size();
  private static final long DRAIN_MINUTES = 15;
  private static final Duration FROZEN = Duration.ofSeconds(45);

  private final BenchHome home;
  private final Servers servers;
  private final Database database;
  private final Link link;
  private final List<SandboxProcess> sandboxes;
  private final int minutes;
  private final int rows;
  private final int cap;
  private final Random random;
  private final List<Double> takeOvers = new ArrayList<>();
  private final Map<String, Integer> done = new TreeMap<>();
  private int asked;
  private int version;

  private Cluster(
      BenchHome home,
      Servers servers,
      Link link,
      List<SandboxProcess> sandboxes,
      int minutes,
      int rows,
      int cap,
      Random random) {
    this.home = home;
    this.servers = servers;
    this.database = servers.database();
    this.link = link;
    this.sandboxes = sandboxes;
    this.minutes = minutes;
    this.rows = rows;
    this.cap = cap;
    this.random = random;
  }

  public static void main(String[] args) throws Exception {
    int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 30;
    int processes = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    int rows = args.length > 2 ? Integer.parseInt(args[2]) : 4_000;
    int cap = args.length > 3 ? Integer.parseInt(args[3]) : 4;
    String latency = (args.length > 4 ? args[4] : "1200") + "ms";
    long seed = args.length > 5 ? Long.parseLong(args[5]) : System.nanoTime();
    say("%d minutes, %d processes, %d rows, cap %d, latency %s, seed %d", minutes, processes, rows, cap, latency, seed);
    List<SandboxProcess> sandboxes = new ArrayList<>();
    try (BenchHome home = new BenchHome();
        Servers servers = new Servers(home);
        Link link = new Link(servers.database().port())) {
      for (int host = 0; host < HOSTS; host++) {
        sandboxes.add(new SandboxProcess(home, "--latency", latency));
      }
      Cluster cluster =
          new Cluster(home, servers, link, sandboxes, minutes, rows, cap, new Random(seed));
      cluster.configure();
      cluster.measure(processes);
    } finally {
      sandboxes.forEach(SandboxProcess::close);
    }
  }

  private static void say(String text, Object... values) {
    System.out.printf(Locale.ROOT, text + "%n", values);
  }

  private static int host(int writeback) {
    return writeback % TARGETS % HOSTS;
  }

  private static String object(int writeback) {
    return OBJECTS.get(writeback % TARGETS / HOSTS);
  }

  private static String field(String object) {
    return object.equals("USER") ? "title" : "description";
  }

  private static String id(int writeback, int row) {
    return String.format(Locale.ROOT, "%032x", writeback * 1_000_000L + row);
  }

  private void configure() throws Exception {
    StringBuilder keys = new StringBuilder();
    for (int host = 0; host < HOSTS; host++) {
      keys.append(
          """
          account.tenant-%1$d.url=%2$s
          account.tenant-%1$d.allow-private=true
          account.tenant-%1$d.api-key=%3$s
          account.tenant-%1$d.max-concurrency=%4$d
          """
              .formatted(host, sandboxes.get(host).url(), sandboxes.get(host).apiKey(), cap));
    }
    keys.append(servers.keys(link.port()));
    Files.writeString(home.folder().resolve("application.properties"), keys);
    Path routes = Files.createDirectories(home.folder().resolve("routes"));
    for (int writeback = 0; writeback < WRITEBACKS; writeback++) {
      String object = object(writeback);
      Files.writeString(
          routes.resolve("bench-" + writeback + ".camel.yaml"),
          """
          - route:
              id: bench-%1$d
              group: writeback
              from:
                uri: direct:bench-%1$d
                steps:
                  - to: kamelet:csv-dataset-action?file=rows-%1$d.csv
                  - to: kamelet:workfront-update-sink?object=%2$s&account=tenant-%3$d
          """
                  .formatted(writeback, object, host(writeback))
              + (writeback < SCHEDULED ? schedule(writeback) : ""));
      put(writeback, object);
    }
    write(false);
  }

  private static String schedule(int writeback) {
    return """
        - route:
            id: bench-%1$d-each-minute
            from:
              uri: quartz:writeback/bench-%1$d
              parameters:
                cron: 0 * * * * ?
              steps:
                - to: kamelet:writeback-run-action?writeback=bench-%1$d
        """
        .formatted(writeback);
  }

  private void put(int writeback, String object) throws Exception {
    StringBuilder objects = new StringBuilder("[");
    for (int row = 1; row <= rows; row++) {
      objects
          .append(row == 1 ? "" : ",")
          .append("{\"ID\":\"%s\",\"%s\":\"old\"}".formatted(id(writeback, row), field(object)));
    }
    sandboxes.get(host(writeback)).post("/sandbox/objects/" + object, objects.append(']').toString());
  }

  /** Replaces the rows of all writebacks, or of about half of them, by those of a new version. */
  private void write(boolean some) throws IOException {
    version++;
    for (int writeback = 0; writeback < WRITEBACKS; writeback++) {
      if (some && random.nextBoolean()) {
        continue;
      }
      StringBuilder csv = new StringBuilder("ID," + field(object(writeback)) + "\n");
      for (int row = 1; row <= rows; row++) {
        csv.append(id(writeback, row)).append(",version ").append(version).append('\n');
      }
      Path next = home.folder().resolve("rows.next");
      Files.writeString(next, csv);
      Files.move(
          next,
          home.folder().resolve("rows-" + writeback + ".csv"),
          StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void measure(int count) throws Exception {
    for (int number = 0; number < count; number++) {
      servers.start();
    }
    await(() -> database.number("select count(*) from pg_tables where tablename = 'run'") == 1, 2);
    long begin = System.nanoTime();
    ScheduledExecutorService chaos = Executors.newScheduledThreadPool(6);
    long seconds = minutes * 60L;
    for (int number = 0; number < REQUESTS; number++) {
      // A third of them at once: a backlog from the beginning.
      long delay = number < REQUESTS / 3 ? 0 : number * seconds * 1_000 / REQUESTS;
      chaos.schedule(guarded("a request", this::ask), delay, TimeUnit.MILLISECONDS);
    }
    every(chaos, 60, 60, "new rows", () -> write(true));
    every(chaos, 100, 180, "kill", this::kill);
    every(chaos, 130, 180, "freeze", this::freeze);
    every(chaos, 70, 120, "cut", () -> say("%s cut %d connections", at(begin), link.cut()));
    once(chaos, seconds * 2 / 5, "broker", servers.broker()::restart);
    once(chaos, seconds * 3 / 5, "database", database::restart);
    long[] before = busy();
    Thread.sleep(Math.max(0, seconds * 1_000 - (System.nanoTime() - begin) / 1_000_000));
    long[] after = busy();
    double real = (System.nanoTime() - begin) / 1e9;
    chaos.shutdown();
    chaos.awaitTermination(3, TimeUnit.MINUTES);
    for (int host = 0; host < HOSTS; host++) {
      double mean = (after[host] - before[host]) / 1_000.0 / real;
      say(
          "tenant-%d: in flight mean %.2f of %d (%.0f %%), most %d; %s",
          host,
          mean,
          cap,
          100 * mean / cap,
          SandboxProcess.number(sandboxes.get(host).get("/sandbox/stats"), "highestInFlight"),
          found(sandboxes.get(host).get("/sandbox/stats"), "byStatus"));
    }
    drain();
    judge(begin);
  }

  private static String found(String json, String name) {
    int from = json.indexOf("\"" + name + "\"");
    return json.substring(from, json.indexOf('}', from) + 1);
  }

  private long[] busy() throws Exception {
    long[] busy = new long[HOSTS];
    for (int host = 0; host < HOSTS; host++) {
      busy[host] = SandboxProcess.number(sandboxes.get(host).get("/sandbox/stats"), "busyMillis");
    }
    return busy;
  }

  @FunctionalInterface
  private interface Act {
    void act() throws Exception;
  }

  @FunctionalInterface
  private interface Asked {
    boolean is() throws Exception;
  }

  private static String at(long begin) {
    return String.format(Locale.ROOT, "%5.0f s", (System.nanoTime() - begin) / 1e9);
  }

  private Runnable guarded(String name, Act act) {
    return () -> {
      try {
        act.act();
        synchronized (done) {
          done.merge(name, 1, Integer::sum);
        }
      } catch (Exception e) {
        say("%s failed: %s", name, e);
      }
    };
  }

  private void every(ScheduledExecutorService by, long first, long period, String name, Act act) {
    by.scheduleAtFixedRate(guarded(name, act), first, period, TimeUnit.SECONDS);
  }

  private void once(ScheduledExecutorService by, long after, String name, Act act) {
    by.schedule(guarded(name, act), after, TimeUnit.SECONDS);
  }

  private void ask() throws Exception {
    int number;
    int writeback;
    synchronized (random) {
      number = asked++;
      writeback = random.nextInt(WRITEBACKS);
    }
    servers.ask("bench-" + writeback, "request-" + number);
  }

  private Process any() {
    List<Process> alive = servers.alive();
    return alive.get(random.nextInt(alive.size()));
  }

  /** Kills one, looks how long its runs wait for another, and starts a new one after a while. */
  private void kill() throws Exception {
    Process victim = any();
    victim.destroyForcibly().waitFor();
    Map<String, String> held = holders();
    long killed = System.nanoTime();
    Map<String, Double> taken = new HashMap<>();
    boolean replaced = false;
    while (System.nanoTime() - killed < 60e9) {
      Map<String, String> now = holders();
      double after = (System.nanoTime() - killed) / 1e9;
      held.forEach(
          (run, holder) -> {
            if (now.containsKey(run) && !now.get(run).equals(holder)) {
              taken.putIfAbsent(run, after);
            }
          });
      if (!replaced && after > 40) {
        servers.start();
        replaced = true;
      }
      Thread.sleep(250);
    }
    say("killed pid %d; its runs were taken over after (s): %s", victim.pid(), taken.values());
    synchronized (takeOvers) {
      takeOvers.addAll(taken.values());
    }
  }

  private Map<String, String> holders() {
    Map<String, String> holders = new HashMap<>();
    try {
      database
          .rows("select run_id, holder from target_lease")
          .forEach(row -> holders.put(row.get(0), row.get(1)));
    } catch (UncheckedIOException e) {
      // The database is being started again.
    }
    return holders;
  }

  private void freeze() throws Exception {
    Process victim = any();
    signal(victim, "STOP");
    Thread.sleep(FROZEN.toMillis());
    signal(victim, "CONT");
    say("pid %d was frozen for %d s", victim.pid(), FROZEN.toSeconds());
  }

  private static void signal(Process process, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits until all is done, then asks for each writeback once more, with the last rows. */
  private void drain() throws Exception {
    write(false);
    long begin = System.nanoTime();
    for (int writeback = 0; writeback < WRITEBACKS; writeback++) {
      servers.ask("bench-" + writeback, "last-" + writeback);
    }
    await(
        () ->
            database.number(
                    """
                    select count(*) from request r join run on run.id = r.run_id
                    where run.state = 'COMPLETE'
                    """)
                == asked + WRITEBACKS,
        DRAIN_MINUTES);
    say("drained in %s", at(begin));
  }

  private void await(Asked asked, long minutes) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
    while (true) {
      try {
        if (asked.is()) {
          return;
        }
      } catch (UncheckedIOException e) {
        // Not yet.
      }
      if (System.nanoTime() > end) {
        states();
        throw new IllegalStateException("not done after " + minutes + " minutes");
      }
      Thread.sleep(500);
    }
  }

  private void states() {
    say(
        "states: %s",
        database.rows("select state, code, left(reason, 200), count(*) from run group by 1, 2, 3"));
  }

  private void judge(long begin) throws Exception {
    long minutesOver = (System.nanoTime() - begin) / 60_000_000_000L;
    states();
    say("done: %s; processes started: %d", done, servers.started());
    List<Double> sorted = takeOvers.stream().sorted().toList();
    say(
        "take-overs %d: median %.1f s, longest %.1f s",
        sorted.size(),
        sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2),
        sorted.isEmpty() ? 0 : sorted.get(sorted.size() - 1));
    long missing = 0;
    long wrong = 0;
    long there = 0;
    for (int writeback = 0; writeback < Math.min(WRITEBACKS, TARGETS); writeback++) {
      Map<String, String> found = objects(writeback);
      for (int same = writeback; same < WRITEBACKS; same += TARGETS) {
        for (int row = 1; row <= rows; row++) {
          String value = found.get(id(same, row));
          missing += value == null ? 1 : 0;
          wrong += value != null && !value.equals("version " + version) ? 1 : 0;
          there += value == null ? 0 : 1;
        }
      }
    }
    say("objects %,d: missing %d, wrong %d", there, missing, wrong);
    long open = database.number("select count(*) from batch where state <> 'CLOSED'");
    long unequal =
        database.number(
            """
            select count(*) from run where state = 'COMPLETE' and snapshot_rows <>
              (select sum(unchanged + superseded + confirmed + differs + rejected + in_doubt
                + not_sent) from batch where run_id = run.id)
            """);
    long notComplete =
        database.number("select count(*) from run where state not in ('COMPLETE', 'ACCEPTED', 'SNAPSHOT', 'RUNNING')");
    say("open batches %d, runs whose books are not closed %d, runs that ended otherwise %d", open, unequal, notComplete);
    for (int writeback = 0; writeback < SCHEDULED; writeback++) {
      List<List<String>> fires =
          database.rows(
              """
              select key from (select run_key as key from run union select run_key from run_alias) k
              where key like 'bench-%d@%%' order by key
              """
                  .formatted(writeback));
      say(
          "schedule of bench-%d: %d fires in %d minutes, %s to %s",
          writeback,
          fires.size(),
          minutesOver,
          fires.isEmpty() ? "" : fires.get(0).get(0),
          fires.isEmpty() ? "" : fires.get(fires.size() - 1).get(0));
    }
    boolean capped = true;
    for (SandboxProcess sandbox : sandboxes) {
      capped &= SandboxProcess.number(sandbox.get("/sandbox/stats"), "highestInFlight") <= cap;
    }
    if (missing + wrong + unequal + notComplete > 0 || !capped) {
      throw new IllegalStateException("a row is missing or wrong, or a limit was not kept");
    }
  }

  private Map<String, String> objects(int writeback) throws Exception {
    String field = field(object(writeback));
    Map<String, String> found = new HashMap<>();
    try (var lines =
        sandboxes.get(host(writeback)).lines("/sandbox/objects/" + object(writeback))) {
      lines.forEach(line -> found.put(text(line, "ID"), text(line, field)));
    }
    return found;
  }

  private static String text(String json, String name) {
    int from = json.indexOf("\"" + name + "\":\"");
    if (from < 0) {
      return null;
    }
    int begin = from + name.length() + 4;
    return json.substring(begin, json.indexOf('"', begin));
  }
}
