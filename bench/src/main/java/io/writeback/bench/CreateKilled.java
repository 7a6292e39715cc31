package io.writeback.bench;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Half of many rows are new. The process is killed again and again at random moments and resumed;
 * the sandbox, which is never killed, is the judge: every key exists exactly once, and each new ID
 * is in created.csv.
 *
 * <p>Arguments: rows, kills, seed. Run it by {@code bench/create}.
 */
public final class CreateKilled {
  private static final String OPTIONS =
      "object=project&matchBy=extRefID&onMissing=create&batchSize=20";
  private static final Pattern ID = Pattern.compile("\"ID\":\"([0-9a-f]{32})\"");
  private static final Pattern KEY = Pattern.compile("\"extRefID\":\"(K-\\d+)\"");
  private static final long POLL_MILLIS = 3;

  private final BenchHome home;
  private final SandboxProcess sandbox;
  private final int rows;
  private final int kills;
  private final long seed;

  private CreateKilled(
      BenchHome home, SandboxProcess sandbox, int rows, int kills, long seed) {
    this.home = home;
    this.sandbox = sandbox;
    this.rows = rows;
    this.kills = kills;
    this.seed = seed;
  }

  public static void main(String[] args) throws Exception {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
    int kills = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    long seed = args.length > 2 ? Long.parseLong(args[2]) : System.nanoTime();
    System.out.printf(Locale.ROOT, "%,d rows, %,d kills, seed %d%n", rows, kills, seed);
    try (BenchHome home = new BenchHome();
        SandboxProcess sandbox = new SandboxProcess(home, "--latency", "20ms")) {
      home.configure(
          sandbox,
          "account.workfront.max-concurrency=4%nwriteback.quarantine=2s%n".formatted(),
          OPTIONS);
      new CreateKilled(home, sandbox, rows, kills, seed).measure();
    }
  }

  private void measure() throws Exception {
    StringBuilder csv = new StringBuilder("extRefID,Name\n");
    StringBuilder there = new StringBuilder("[");
    for (int row = 1; row <= rows; row++) {
      csv.append("K-").append(row).append(",new ").append(row).append('\n');
      if (row % 2 == 0) {
        there
            .append(row == 2 ? "" : ",")
            .append(
                String.format(
                    Locale.ROOT,
                    "{\"ID\":\"%032x\",\"name\":\"old\",\"extRefID\":\"K-%d\"}",
                    row,
                    row));
      }
    }
    Files.writeString(home.folder().resolve("rows.csv"), csv);
    sandbox.post("/sandbox/objects/PROJ", there.append(']').toString());
    Random random = new Random(seed);
    int most = Math.max(2, 3 * rows / (2 * kills));
    int killed = 0;
    String[] command = {"run", "bench"};
    while (killed < kills) {
      Process process = start(command);
      long target = written() + 1 + random.nextInt(most);
      while (process.isAlive() && written() < target) {
        Thread.sleep(POLL_MILLIS);
      }
      if (!process.isAlive()) {
        break;
      }
      process.destroyForcibly().waitFor();
      killed++;
      command = new String[] {"resume"};
      if (killed % 10 == 0) {
        System.out.printf(Locale.ROOT, "%d kills, %,d records written%n", killed, written());
      }
    }
    Cost last = Cost.of(home.command(List.of("-Xmx256m"), "resume", "--json"));
    System.out.printf(Locale.ROOT, "%d kills; the last resume ended with %d%n", killed, last.exit());
    judge(killed);
    Cost next = Cost.of(home.command(List.of("-Xmx256m"), "run", "bench", "--json"));
    if (next.exit() != 0 || !next.output().contains("\"created\":0")) {
      throw new IllegalStateException("the next run: " + next.exit() + " " + next.output());
    }
    System.out.println("the next run updates all of them, and creates none");
  }

  private Process start(String... command) throws Exception {
    return home.command(List.of("-Xmx256m"), command)
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(home.folder().resolve("log").toFile()))
        .start();
  }

  private long written() throws Exception {
    return SandboxProcess.number(sandbox.get("/sandbox/stats"), "recordsWritten");
  }

  private void judge(int killed) throws Exception {
    Map<String, List<String>> ids = new HashMap<>();
    try (Stream<String> lines = sandbox.lines("/sandbox/objects/PROJ")) {
      lines.forEach(
          line -> {
            Matcher key = KEY.matcher(line);
            Matcher id = ID.matcher(line);
            if (key.find() && id.find()) {
              ids.computeIfAbsent(key.group(1), one -> new ArrayList<>()).add(id.group(1));
            }
          });
    }
    long once = ids.values().stream().filter(found -> found.size() == 1).count();
    Set<String> mapped = new HashSet<>();
    long wrong = 0;
    for (String line : created()) {
      String[] cells = line.replace("\"", "").split(",");
      String key = cells[1].substring(cells[1].indexOf('=') + 1);
      mapped.add(key);
      wrong += ids.getOrDefault(key, List.of()).equals(List.of(cells[2])) ? 0 : 1;
    }
    String report = Cost.of(home.command(List.of(), "show", "last", "--json")).output();
    System.out.printf(
        Locale.ROOT,
        "at the destination: %,d keys once, %,d otherwise; new IDs in created.csv %,d, wrong %,d; %s%n",
        once,
        ids.size() - once,
        mapped.size(),
        wrong,
        report.contains("\"state\":\"COMPLETE\"") ? "the books are closed" : report);
    if (once != rows
        || ids.size() != rows
        || mapped.size() != (rows + 1) / 2
        || wrong != 0
        || !report.contains("\"state\":\"COMPLETE\"")) {
      throw new IllegalStateException(
          "an object is missing, there twice, or not mapped (seed %d, %d kills)"
              .formatted(seed, killed));
    }
  }

  private List<String> created() throws Exception {
    try (Stream<Path> files = Files.walk(home.folder())) {
      Path file = files.filter(path -> path.endsWith("created.csv")).findFirst().orElseThrow();
      try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        return lines.lines().skip(1).toList();
      }
    }
  }
}
