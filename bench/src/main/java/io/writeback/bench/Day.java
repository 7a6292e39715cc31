package io.writeback.bench;

import io.writeback.ledger.BatchAccount;
import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.Claim;
import io.writeback.ledger.Fire;
import io.writeback.ledger.FingerprintChange;
import io.writeback.ledger.KnownChange;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunStore;
import io.writeback.ledger.SnapshotEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * A day of many writebacks by a virtual clock and a real ledger in PostgreSQL: when their runs
 * begin, what the ledger weighs, and how many requests are in flight.
 *
 * <p>Fires, claims, leases, snapshots, plans, batches and ends are written by the product's ledger.
 * What stands for the rest: a process looks for runs once a second and executes the oldest ones,
 * one on each target; a run needs two seconds until its first batch, and a millisecond for 20 rows;
 * a request takes 300 ms of one of the host's places, which the runs take in turn.
 *
 * <p>Arguments: writebacks, processes, runs at once in each, requests at once on each of ten hosts,
 * seed. Run it by {@code bench/day}.
 */
public final class Day {
  private static final int HOSTS = 10;
  private static final int TARGETS_OF_HOST = 40;
  private static final long SECOND = 1_000;
  private static final long REQUEST = 300;
  private static final long BEFORE_FIRST_BATCH = 2 * SECOND;
  private static final int ROWS_A_MILLI = 20;
  private static final int BATCH = 100;
  private static final int BYTES_OF_KEYS = 720;
  private static final Instant MIDNIGHT = Instant.parse("2026-11-30T00:00:00Z");
  private static final LocalPeak PEAK = new LocalPeak(2 * 3_600, 3 * 3_600);

  /**
   * @param from seconds of the day
   * @param until exclusive
   */
  private record LocalPeak(int from, int until) {
    boolean has(Instant fire) {
      long second = Duration.between(MIDNIGHT, fire).toSeconds();
      return second >= from && second < until;
    }
  }

  /** What happens at a time of the virtual clock, in milliseconds of the day. */
  private record Event(long at, long number, Runnable work) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  private final class Executing {
    private final RunEntry run;
    private final long epoch;
    private final int rows;
    private final int batches;
    private final Server server;
    private int begun;
    private int ended;

    Executing(RunEntry run, long epoch, Server server) {
      this.run = run;
      this.epoch = epoch;
      this.server = server;
      this.rows = rowsOf(run.writeback());
      this.batches = (rows + BATCH - 1) / BATCH;
    }
  }

  /** A process. */
  private final class Server {
    private final LeaseTerms terms;
    private final Deque<RunEntry> waiting = new ArrayDeque<>();
    private final Set<String> inHand = new HashSet<>();
    private final Set<String> busy = new HashSet<>();
    private long seen = -1;

    Server(int number) {
      terms = new LeaseTerms("process-" + number, Duration.ofDays(2), Duration.ofMinutes(5));
    }

    void poll() {
      if (seen != changes) {
        seen = changes;
        long begin = System.nanoTime();
        List<RunEntry> found = ledger.history().unfinished();
        longestPoll = Math.max(longestPoll, System.nanoTime() - begin);
        polls++;
        mostWaiting = Math.max(mostWaiting, found.size());
        for (RunEntry run : found) {
          if (inHand.add(run.id())) {
            waiting.add(run);
          }
        }
        fill();
      }
      if (now.isBefore(MIDNIGHT.plus(Duration.ofDays(1))) || running > 0) {
        later(SECOND, this::poll);
      }
    }

    void fill() {
      var each = waiting.iterator();
      while (each.hasNext() && busy.size() < slots) {
        RunEntry run = each.next();
        String target = target(run.writeback());
        if (busy.contains(target)) {
          continue;
        }
        each.remove();
        Claim claim = ledger.leases().claim(run, target, terms);
        if (claim instanceof Claim.Taken taken) {
          busy.add(target);
          begin(new Executing(run, taken.run().run().epoch(), this));
        } else {
          // It is another process's; or it is seen again once that one has ended.
          inHand.remove(run.id());
        }
      }
    }
  }

  private final Ledger ledger;
  private final Random random;
  private final int slots;
  private final int cap;
  private final int[] rows;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<Deque<Executing>> wanting = new ArrayList<>();
  private final int[] inFlight = new int[HOSTS];
  private final int[] most = new int[HOSTS];
  private final List<Long> lateness = new ArrayList<>();
  private final List<Long> latenessOfPeak = new ArrayList<>();
  private Instant now = MIDNIGHT;
  private long eventNumber;
  private long changes;
  private long requests;
  private long polls;
  private long longestPoll;
  private int mostWaiting;
  private int running;
  private int fires;
  private int completed;
  private long lastEnd;

  private Day(LedgerAddress address, int writebacks, int slots, int cap, long seed) {
    this.ledger = Ledger.open(address, () -> now);
    this.random = new Random(seed);
    this.slots = slots;
    this.cap = cap;
    this.rows = new int[writebacks];
    for (int host = 0; host < HOSTS; host++) {
      wanting.add(new ArrayDeque<>());
    }
  }

  public static void main(String[] args) throws Exception {
    int writebacks = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    int processes = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    int slots = args.length > 2 ? Integer.parseInt(args[2]) : 20;
    int cap = args.length > 3 ? Integer.parseInt(args[3]) : 10;
    long seed = args.length > 4 ? Long.parseLong(args[4]) : 1;
    try (Database database = new Database(Servers.freePort())) {
      LedgerAddress address =
          new LedgerAddress.Postgres(
              "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(database.port()),
              Database.USER,
              "",
              Duration.ofMinutes(1));
      Day day = new Day(address, writebacks, slots, cap, seed);
      long begin = System.nanoTime();
      day.plan();
      for (int number = 0; number < processes; number++) {
        day.at(number * SECOND / processes, day.new Server(number)::poll);
      }
      day.run();
      day.report(processes, (System.nanoTime() - begin) / 1e9, database);
      day.ledger.close();
    }
  }

  private static int number(String writeback) {
    return Integer.parseInt(writeback.substring(writeback.indexOf('-') + 1));
  }

  private static int host(String writeback) {
    return number(writeback) % HOSTS;
  }

  private static String target(String writeback) {
    int number = number(writeback);
    return "workfront:tenant-%d/T%d".formatted(number % HOSTS, number / HOSTS % TARGETS_OF_HOST);
  }

  private int rowsOf(String writeback) {
    return rows[number(writeback)];
  }

  private void at(long milli, Runnable work) {
    events.add(new Event(milli, eventNumber++, work));
  }

  private void later(long millis, Runnable work) {
    at(Duration.between(MIDNIGHT, now).toMillis() + millis, work);
  }

  /** Seven of ten once a day, half of these at 02:00; a quarter every four hours; the rest hourly. */
  private void plan() {
    for (int number = 0; number < rows.length; number++) {
      // Half of them have fewer than 150 rows; one in a hundred has 2,400 or more.
      rows[number] = (int) Math.min(100_000, Math.max(1, 150 * Math.exp(1.2 * random.nextGaussian())));
      int kind = random.nextInt(100);
      int minute = random.nextInt(60);
      if (kind < 35) {
        fire(number, 2 * 60);
      } else if (kind < 70) {
        fire(number, random.nextInt(24) * 60 + minute);
      } else {
        for (int hour = 0; hour < 24; hour += kind < 95 ? 4 : 1) {
          fire(number, hour * 60 + minute);
        }
      }
    }
  }

  private void fire(int number, int minute) {
    at(
        minute * 60 * SECOND,
        () -> {
          String writeback = "bench-" + number;
          fires++;
          changes++;
          RunRequest request =
              new RunRequest(
                  "20261130-%06d-%06x".formatted(minute, fires),
                  Fire.key(writeback, now),
                  writeback,
                  false,
                  null,
                  now);
          ledger
              .schedules()
              .accept(
                  request,
                  new Fire(writeback, "cron", now, "", "", false, Fire.Tries.NONE));
        });
  }

  private void run() {
    while (!events.isEmpty()) {
      Event next = events.remove();
      now = MIDNIGHT.plusMillis(next.at());
      next.work().run();
    }
  }

  private void begin(Executing executing) {
    running++;
    RunEntry run = executing.run;
    Instant fire = run.scheduled().orElseThrow();
    long waited = Duration.between(fire, now).toMillis();
    lateness.add(waited);
    if (PEAK.has(fire)) {
      latenessOfPeak.add(waited);
    }
    later(
        BEFORE_FIRST_BATCH + executing.rows / ROWS_A_MILLI,
        () -> {
          ledger
              .runs()
              .snapshotTaken(
                  run.id(),
                  executing.epoch,
                  new SnapshotEntry(
                      "CSV file " + run.writeback(),
                      "",
                      "snapshot.csv",
                      executing.rows,
                      100L * executing.rows,
                      "0".repeat(64)));
          ledger
              .runs()
              .storePlan(
                  run.id(),
                  executing.epoch,
                  new RunStore.Plan(
                      target(run.writeback()), "{\"plan\":\"" + "x".repeat(900) + "\"}", Set.of("name"), 0));
          wanting.get(host(run.writeback())).add(executing);
          grant(host(run.writeback()));
        });
  }

  /** Gives the free places of a host to the runs that want one, in turn. */
  private void grant(int host) {
    Deque<Executing> queue = wanting.get(host);
    while (inFlight[host] < cap && !queue.isEmpty()) {
      Executing next = queue.remove();
      send(next, host);
      if (next.begun < next.batches) {
        queue.add(next);
      }
    }
  }

  private void send(Executing run, int host) {
    int number = ++run.begun;
    long first = (number - 1L) * BATCH + 1;
    long last = Math.min(run.rows, (long) number * BATCH);
    BatchIntent intent =
        new BatchIntent(run.run.id(), number, first, last, (int) (last - first + 1), 0, 0, "");
    ledger.intents(run.epoch).add(intent, FingerprintChange.NONE).run();
    inFlight[host]++;
    most[host] = Math.max(most[host], inFlight[host]);
    requests++;
    later(REQUEST, () -> settle(run, intent, host));
  }

  private void settle(Executing run, BatchIntent intent, int host) {
    byte[] keys = new byte[BYTES_OF_KEYS * intent.records() / BATCH];
    random.nextBytes(keys);
    ledger
        .batches()
        .settle(
            new BatchAccount(
                intent, intent.records(), 0, 0, 0, List.of(), List.of(), 1, intent.records(), 9_000, false),
            run.epoch,
            FingerprintChange.NONE,
            KnownChange.NONE,
            List.of(),
            keys);
    inFlight[host]--;
    if (++run.ended == run.batches) {
      ledger.runs().end(run.run.id(), run.epoch, RunState.COMPLETE, null, null);
      ledger.leases().release(run.run.id(), run.server.terms.holder());
      running--;
      completed++;
      changes++;
      lastEnd = Duration.between(MIDNIGHT, now).toMillis();
      run.server.busy.remove(target(run.run.writeback()));
      run.server.inHand.remove(run.run.id());
      run.server.fill();
    }
    grant(host);
  }

  private void report(int processes, double seconds, Database database) {
    System.out.printf(
        Locale.ROOT,
        "%,d writebacks, %d processes of %d runs, %d hosts of %d requests at once: %,d fires, %,d runs complete, %,d requests; simulated in %.0f s%n",
        rows.length,
        processes,
        slots,
        HOSTS,
        cap,
        fires,
        completed,
        requests,
        seconds);
    print("from fire to begin, the whole day", lateness);
    print("from fire to begin, fires of 02:00 to 03:00", latenessOfPeak);
    int highest = 0;
    for (int host = 0; host < HOSTS; host++) {
      highest = Math.max(highest, most[host]);
    }
    System.out.printf(
        Locale.ROOT,
        "requests in flight on one host: most %d of %d; the last run ended at %s of the day%n",
        highest,
        cap,
        Duration.ofMillis(lastEnd));
    System.out.printf(
        Locale.ROOT,
        "looks for runs %,d, the longest %.0f ms of real time, with %,d runs that had not ended%n",
        polls,
        longestPoll / 1e6,
        mostWaiting);
    long bytes = database.number("select pg_database_size('postgres')");
    System.out.printf(
        Locale.ROOT,
        "ledger %,.0f MB, %,.0f bytes a run, with its batches and keys%n",
        bytes / 1e6,
        (double) bytes / completed);
    if (completed != fires) {
      throw new IllegalStateException(
          "%d fires, %d runs: a fire was lost, or two were one".formatted(fires, completed));
    }
  }

  private static void print(String what, List<Long> millis) {
    List<Long> sorted = millis.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%s (%,d): median %.1f s, 95 %% %.1f s, 99 %% %.1f s, longest %.1f s%n",
        what,
        sorted.size(),
        sorted.get(sorted.size() / 2) / 1e3,
        sorted.get(sorted.size() * 95 / 100) / 1e3,
        sorted.get(sorted.size() * 99 / 100) / 1e3,
        sorted.get(sorted.size() - 1) / 1e3);
  }
}
