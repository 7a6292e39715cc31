package io.writeback.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Many rows into a sandbox where one request in twenty meets a fault, of all kinds; the judge is
 * what the sandbox then holds.
 *
 * <p>Arguments: rows, concurrency, seed. Run it by {@code bench/run faults}.
 */
public final class Faults {
  /** Twelve kinds, each with a chance of 5 % / 12. */
  private static final String[] KINDS = {
    "\"kind\":\"too_many_requests\"",
    "\"kind\":\"too_many_requests\",\"retryAfter\":\"1\"",
    "\"kind\":\"answer\",\"status\":500",
    "\"kind\":\"html\",\"status\":502",
    "\"kind\":\"answer\",\"status\":503,\"commit\":\"after\"",
    "\"kind\":\"close\"",
    "\"kind\":\"close\",\"commit\":\"after\"",
    "\"kind\":\"reset\",\"commit\":\"after\"",
    "\"kind\":\"html\"",
    "\"kind\":\"truncated_answer\"",
    "\"kind\":\"wrong_shape\",\"commit\":\"after\"",
    "\"kind\":\"silence\",\"commit\":\"after\",\"delayMillis\":60000"
  };

  private static final int BATCH = 100;
  private static final Pattern OBJECT =
      Pattern.compile("\"ID\":\"([0-9a-f]{32})\"|\"name\":\"([^\"]*)\"");
  private static final Pattern STRUCK =
      Pattern.compile("\"kind\":\"(\\w+)\"[^}]*?\"struck\":(\\d+)");
  private static final int MOST_RESUMES = 50;

  private Faults() {}

  public static void main(String[] args) throws Exception {
    long rows = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
    int concurrency = args.length > 1 ? Integer.parseInt(args[1]) : 8;
    long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
    try (BenchHome home = new BenchHome()) {
      Files.writeString(SandboxProcess.file(home, "faults.json"), rules(seed));
      try (SandboxProcess sandbox =
          new SandboxProcess(
              home, "--faults", SandboxProcess.file(home, "faults.json").toString())) {
        sandbox.putProjects(rows);
        home.writeNames(rows);
        home.configure(
            sandbox,
            """
            account.workfront.max-concurrency=%d
            http.deadline=5s
            http.retry-delay=200ms
            http.throttled-delay=500ms
            """
                .formatted(concurrency),
            BATCH);
        long begin = System.nanoTime();
        String report = run(home);
        judge(sandbox, rows, report, (System.nanoTime() - begin) / 1e9);
      }
    }
  }

  private static String rules(long seed) {
    StringBuilder rules = new StringBuilder("[");
    for (int i = 0; i < KINDS.length; i++) {
      rules.append(
          String.format(
              Locale.ROOT,
              "%s{\"service\":\"workfront\",\"method\":\"PUT\",%s,\"probability\":%.6f,\"seed\":%d}",
              i == 0 ? "" : ",\n",
              KINDS[i],
              0.05 / KINDS.length,
              seed + i));
    }
    return rules.append(']').toString();
  }

  /** Runs, and goes on with the run as often as it ends early. */
  private static String run(BenchHome home) throws Exception {
    Process product = home.run("256m").start();
    String report = new String(product.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = product.waitFor();
    int resumes = 0;
    while (exit == 4 && resumes < MOST_RESUMES) {
      resumes++;
      product = home.command(List.of("-Xmx256m"), "resume", "--json").start();
      report = new String(product.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      exit = product.waitFor();
    }
    System.out.printf(Locale.ROOT, "exit %d after %d resumes%n", exit, resumes);
    return report;
  }

  /** How often a fault struck after which a request may have been carried out: all but the 429s. */
  private static long lostAnswers(String faults) {
    long lost = 0;
    for (Matcher rule = STRUCK.matcher(faults); rule.find(); ) {
      lost += rule.group(1).equals("too_many_requests") ? 0 : Long.parseLong(rule.group(2));
    }
    return lost;
  }

  private static void judge(SandboxProcess sandbox, long rows, String report, double seconds)
      throws Exception {
    AtomicLong right = new AtomicLong();
    AtomicLong missing = new AtomicLong();
    AtomicLong wrong = new AtomicLong();
    AtomicLong extra = new AtomicLong();
    try (Stream<String> lines = sandbox.lines("/sandbox/objects/PROJ")) {
      lines.forEach(
          line -> {
            String id = "";
            String name = "";
            for (Matcher found = OBJECT.matcher(line); found.find(); ) {
              id = found.group(1) == null ? id : found.group(1);
              name = found.group(2) == null ? name : found.group(2);
            }
            long row = id.startsWith("0000") ? Long.parseLong(id, 16) : 0;
            boolean ours = row >= 1 && row <= rows;
            AtomicLong count =
                !ours
                    ? (name.startsWith("new ") ? extra : null)
                    : name.equals("new " + row) ? right : name.equals("old") ? missing : wrong;
            if (count != null) {
              count.incrementAndGet();
            }
          });
    }
    String stats = sandbox.get("/sandbox/stats");
    long written = SandboxProcess.number(stats, "recordsWritten");
    System.out.printf(
        Locale.ROOT,
        "rows %,d  %.0f s, %,.0f rows/s%n"
            + "at the destination: right %,d  missing %,d  wrong %,d  extra %,d  written again %,d"
            + " (%.2f %%)%n%s%n%s%n",
        rows,
        seconds,
        rows / seconds,
        right.get(),
        missing.get(),
        wrong.get(),
        extra.get(),
        written - rows,
        100.0 * (written - rows) / rows,
        stats,
        report);
    long lost = lostAnswers(sandbox.get("/sandbox/faults"));
    System.out.printf(
        Locale.ROOT,
        "answers that were lost or worthless %,d: at most %,d records are written again%n",
        lost,
        lost * BATCH);
    if (written - rows > lost * BATCH) {
      throw new IllegalStateException("more was written again than a batch for each lost answer");
    }
    if (right.get() != rows || extra.get() != 0) {
      throw new IllegalStateException("the books of the destination do not close");
    }
  }
}
