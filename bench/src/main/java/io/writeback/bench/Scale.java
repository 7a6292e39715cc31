package io.writeback.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the packaged product on many rows against an echoing Workfront and measures, from outside,
 * its live heap after a full collection at 10, 50 and 90 % of the rows, and its time.
 *
 * <p>Arguments: rows, heap (128m), concurrency, latency in ms. Run it by {@code bench/run}.
 */
public final class Scale {
  private static final List<Integer> MARKS = List.of(10, 50, 90);
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  private final long rows;
  private final Map<Integer, Long> heap = new TreeMap<>();
  private volatile Process product;
  private volatile long cpuFirst;
  private volatile long cpuLast;

  Scale(long rows) {
    this.rows = rows;
  }

  public static void main(String[] args) throws Exception {
    long rows = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
    String heap = args.length > 1 ? args[1] : "128m";
    int concurrency = args.length > 2 ? Integer.parseInt(args[2]) : 4;
    long latency = args.length > 3 ? Long.parseLong(args[3]) : 0;
    boolean measureHeap = args.length <= 4 || Boolean.parseBoolean(args[4]);
    new Scale(rows).run(heap, concurrency, latency, measureHeap);
  }

  /**
   * @param seconds of the whole process
   * @param sending seconds from the first bulk update to the last
   * @param processor seconds of processor time of the product in between
   */
  record Measured(
      double seconds, double sending, double processor, long requests, int exit, String report) {}

  private void run(String xmx, int concurrency, long latency, boolean measureHeap)
      throws Exception {
    Measured measured = measure(home -> home.run(xmx), concurrency, latency, measureHeap);
    System.out.printf(
        Locale.ROOT,
        "rows %,d  heap %s  concurrency %d  latency %d ms  exit %d  requests %,d%n"
            + "whole process %.1f s, %,.0f rows/s%n",
        rows,
        xmx,
        concurrency,
        latency,
        measured.exit(),
        measured.requests(),
        measured.seconds(),
        rows / measured.seconds());
    heap.forEach(
        (percent, bytes) ->
            System.out.printf(Locale.ROOT, "live heap at %d %%: %.1f MB%n", percent, bytes / 1e6));
    System.out.println(measured.report());
  }

  /**
   * @param command the run, of the folder with its rows
   */
  Measured measure(
      Function<BenchHome, ProcessBuilder> command,
      int concurrency,
      long latency,
      boolean measureHeap)
      throws Exception {
    try (BenchHome home = new BenchHome();
        EchoWorkfront echo =
            new EchoWorkfront(
                latency,
                request -> {
                  noteProcessorTime(request);
                  collectAt(request, measureHeap);
                })) {
      home.writeRows(rows, row -> row);
      home.configure(echo.port(), concurrency, "full");
      long begin = System.nanoTime();
      product = command.apply(home).start();
      String report = new String(product.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = product.waitFor();
      double seconds = (System.nanoTime() - begin) / 1e9;
      return new Measured(
          seconds,
          echo.sendingSeconds(),
          (cpuLast - cpuFirst) / 1e9,
          echo.requests(),
          exit,
          report);
    }
  }

  /** Percent of the rows to bytes that were live, once it was measured. */
  Map<Integer, Long> heap() {
    return heap;
  }

  /** What the product used up to its first and to its last bulk update. */
  private void noteProcessorTime(long request) {
    if (request == 1 || request == rows / 100) {
      long nanos = product.info().totalCpuDuration().orElseThrow().toNanos();
      if (request == 1) {
        cpuFirst = nanos;
      } else {
        cpuLast = nanos;
      }
    }
  }

  /** Called by the request's own thread, so the product waits with this batch in flight. */
  private void collectAt(long request, boolean measureHeap) {
    for (int percent : MARKS) {
      if (measureHeap && request == Math.max(1, rows / 100 * percent / 100)) {
        heap.put(percent, liveBytes(product.pid()));
      }
    }
  }

  /** A class histogram of live objects collects first; its last line is their sum. */
  private static long liveBytes(long pid) {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      jcmd.waitFor(60, TimeUnit.SECONDS);
      Matcher total = TOTAL.matcher(text);
      return total.find() ? Long.parseLong(total.group(1)) : -1;
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
