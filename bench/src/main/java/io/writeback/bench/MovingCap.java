package io.writeback.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * A run with a ceiling of 32 against a sandbox whose cap on requests in flight nobody has told it,
 * and which moves from 10 to 5 and back: how soon the run is back at 90 % of it, and what that
 * costs in 429s.
 *
 * <p>Arguments: seconds of each cap, latency in ms. Run it by {@code bench/run cap}.
 */
public final class MovingCap {
  private static final int[] CAPS = {10, 5, 10};
  private static final int WINDOW = 10;
  private static final int BATCH = 10;

  private MovingCap() {}

  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 90;
    int latency = args.length > 1 ? Integer.parseInt(args[1]) : 200;
    long rows = (long) CAPS.length * seconds * 10 * BATCH * 1_000 / latency;
    try (BenchHome home = new BenchHome();
        SandboxProcess sandbox = new SandboxProcess(home, "--latency", latency + "ms")) {
      sandbox.putProjects(rows);
      home.writeNames(rows);
      home.configure(sandbox, "account.workfront.max-concurrency=32\n", BATCH);
      Process product = home.run("256m").start();
      try {
        while (SandboxProcess.number(sandbox.get("/sandbox/stats"), "recordsWritten") == 0) {
          Thread.sleep(100);
        }
        for (int cap : CAPS) {
          phase(sandbox, cap, seconds);
        }
        String stats = sandbox.get("/sandbox/stats");
        long requests = SandboxProcess.number(stats, "requests");
        long throttled = SandboxProcess.number(stats, "429");
        System.out.printf(
            Locale.ROOT,
            "latency %d ms  requests %,d  429s %,d: %.2f per 1,000  highest in flight %d  still"
                + " running %b%n",
            latency,
            requests,
            throttled,
            1_000.0 * throttled / requests,
            SandboxProcess.number(stats, "highestInFlight"),
            product.isAlive());
      } finally {
        product.destroyForcibly().waitFor();
      }
    }
  }

  /** A second each: the mean number in flight over the last ten. */
  private static void phase(SandboxProcess sandbox, int cap, int seconds) throws Exception {
    sandbox.post("/sandbox/settings", "{\"concurrencyLimit\":" + cap + "}");
    long begin = System.nanoTime();
    long[] first = sample(sandbox);
    long[] after = first;
    Deque<long[]> window = new ArrayDeque<>();
    window.add(first);
    double found = -1;
    long[] now = first;
    for (int second = 1; second <= seconds; second++) {
      Thread.sleep(Math.max(0, second * 1_000L - (System.nanoTime() - begin) / 1_000_000));
      now = sample(sandbox);
      window.add(now);
      if (window.size() > WINDOW + 1) {
        window.remove();
      }
      if (found < 0 && window.size() > WINDOW && mean(window.peek(), now) >= 0.9 * cap) {
        found = (window.peek()[0] - first[0]) / 1e9;
      }
      after = second == Math.min(60, seconds / 2) ? now : after;
    }
    System.out.printf(
        Locale.ROOT,
        "cap %2d: ten seconds at 90 %% begin after %.0f s; mean in flight after %d s: %.2f (%.0f"
            + " %%)  429s %d%n",
        cap,
        found,
        Math.min(60, seconds / 2),
        mean(after, now),
        100 * mean(after, now) / cap,
        now[2] - first[2]);
  }

  /** Time, time in work, 429s. */
  private static long[] sample(SandboxProcess sandbox) throws Exception {
    String stats = sandbox.get("/sandbox/stats");
    return new long[] {
      System.nanoTime(),
      SandboxProcess.number(stats, "busyMillis"),
      SandboxProcess.number(stats, "429")
    };
  }

  private static double mean(long[] from, long[] to) {
    return (to[1] - from[1]) / ((to[0] - from[0]) / 1e6);
  }
}
