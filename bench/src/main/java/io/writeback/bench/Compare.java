package io.writeback.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The product beside a hand-written Java client and a Python script, in turn and against the same
 * echoing server: wall and processor time of the whole process, and the most memory that it had.
 *
 * <p>Arguments: rows, repetitions, concurrency, latency in ms. Run it by {@code bench/run compare}.
 * Linux only: the system's account of processes that have ended is read.
 */
public final class Compare {
  private static final String HEAP = "128m";
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  /**
   * @param seconds from the start of the process to its end
   * @param processor seconds of processor time, of all its threads
   * @param megabytes the most that was resident
   */
  private record Cost(double seconds, double processor, double megabytes) {}

  private final Path project = Path.of(System.getProperty("project", ".")).toAbsolutePath();
  private final long rows;
  private final int concurrency;

  private Compare(long rows, int concurrency) {
    this.rows = rows;
    this.concurrency = concurrency;
  }

  public static void main(String[] args) throws Exception {
    long rows = args.length > 0 ? Long.parseLong(args[0]) : 200_000;
    int repetitions = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    int concurrency = args.length > 2 ? Integer.parseInt(args[2]) : 10;
    long latency = args.length > 3 ? Long.parseLong(args[3]) : 0;
    new Compare(rows, concurrency).run(repetitions, latency);
  }

  private void run(int repetitions, long latency) throws Exception {
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    for (int round = 0; round < repetitions; round++) {
      for (String who : List.of("camel-writeback", "hand-written Java", "Python script")) {
        costs.computeIfAbsent(who, key -> new ArrayList<>()).add(once(who, latency));
        System.err.printf(Locale.ROOT, "%d %s %s%n", round + 1, who, costs.get(who).get(round));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,d rows, %d at once, latency %d ms, -Xmx%s, %d runs each in turn:"
            + " median (minimum to maximum)%n%n",
        rows,
        concurrency,
        latency,
        HEAP,
        repetitions);
    System.out.println("| | wall | processor | most memory |\n|---|---|---|---|");
    costs.forEach(
        (who, all) ->
            System.out.printf(
                "| %s | %s s | %s s | %s MB |%n",
                who,
                spread(all.stream().mapToDouble(Cost::seconds).toArray()),
                spread(all.stream().mapToDouble(Cost::processor).toArray()),
                spread(all.stream().mapToDouble(Cost::megabytes).toArray())));
  }

  private static String spread(double[] values) {
    Arrays.sort(values);
    return "%.1f (%.1f to %.1f)"
        .formatted(values[values.length / 2], values[0], values[values.length - 1]);
  }

  private Cost once(String who, long latency) throws Exception {
    try (BenchHome home = new BenchHome();
        EchoWorkfront echo = new EchoWorkfront(latency, request -> {})) {
      home.writeRows(rows, row -> row);
      home.configure(echo.port(), concurrency, "full");
      double before = processorOfChildren();
      long begin = System.nanoTime();
      Process process = start(who, home, echo.port());
      double megabytes = 0;
      String output;
      try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
        while (process.isAlive()) {
          megabytes = Math.max(megabytes, peak(process.pid()));
          Thread.sleep(20);
        }
        output = String.join("\n", reader.lines().toList());
      }
      int exit = process.waitFor();
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (exit != 0 || echo.records() != rows || !confirmedAll(output)) {
        throw new IllegalStateException(who + " did not confirm all rows: " + exit + " " + output);
      }
      return new Cost(seconds, processorOfChildren() - before, megabytes);
    }
  }

  private boolean confirmedAll(String output) {
    return output.strip().equals(Long.toString(rows))
        || Pattern.compile("\"confirmed\" ?: ?" + rows + "\\b").matcher(output).find();
  }

  private Process start(String who, BenchHome home, int port) throws IOException {
    String rowsFile = home.folder().resolve("rows.csv").toString();
    String uri = "http://127.0.0.1:" + port + "/attask/api/v20.0/PROJ";
    return switch (who) {
      case "camel-writeback" -> home.start(HEAP);
      case "hand-written Java" ->
          process(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx" + HEAP,
              "-XX:+UseSerialGC",
              "-cp",
              project.resolve("bench/target/classes")
                  + File.pathSeparator
                  + project.resolve("target/lib")
                  + "/*",
              HandWritten.class.getName(),
              rowsFile,
              uri,
              Integer.toString(concurrency));
      default ->
          process(
              "python3",
              project.resolve("bench/src/peers/peer.py").toString(),
              rowsFile,
              uri,
              Integer.toString(concurrency));
    };
  }

  private static Process process(String... command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Megabytes; 0 once the process has ended. */
  private static double peak(long pid) {
    try {
      Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return peak.find() ? Long.parseLong(peak.group(1)) / 1024.0 : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Seconds of all processes of ours that have ended: proc(5), fields cutime and cstime. */
  private static double processorOfChildren() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    // In ticks, of which Linux reports 100 a second to programs on every architecture.
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / 100.0;
  }
}
