package io.writeback.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the packaged product in mode=changed three times on the same many rows: all of them new, one
 * in a hundred changed, none changed; and measures each from outside.
 *
 * <p>Arguments: rows, heap (128m), concurrency, latency in ms. Run it by {@code bench/run changed}.
 */
public final class Changed {
  private static final Pattern SENT = Pattern.compile("\"recordsSent\":(\\d+)");
  private static final Pattern MODE = Pattern.compile("\"mode\":\"(\\w+)\"");
  private static final Pattern UNCHANGED = Pattern.compile("\"unchanged\":(\\d+)");

  private final long rows;
  private final String xmx;

  private Changed(long rows, String xmx) {
    this.rows = rows;
    this.xmx = xmx;
  }

  public static void main(String[] args) throws Exception {
    long rows = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
    String heap = args.length > 1 ? args[1] : "128m";
    int concurrency = args.length > 2 ? Integer.parseInt(args[2]) : 4;
    long latency = args.length > 3 ? Long.parseLong(args[3]) : 0;
    System.out.printf(
        Locale.ROOT,
        "rows %,d  heap %s  concurrency %d  latency %d ms%n",
        rows,
        heap,
        concurrency,
        latency);
    new Changed(rows, heap).run(concurrency, latency);
  }

  private void run(int concurrency, long latency) throws Exception {
    try (BenchHome home = new BenchHome();
        EchoWorkfront echo = new EchoWorkfront(latency, request -> {})) {
      home.configure(echo.port(), concurrency, "changed");
      home.writeRows(rows, row -> row);
      measure("all rows new", home, echo, rows);
      home.writeRows(rows, row -> row % 100 == 42 ? row + 1 : row);
      measure("1 % changed", home, echo, rows / 100);
      measure("none changed", home, echo, 0);
      System.out.printf(Locale.ROOT, "ledger %.1f MB%n", home.ledgerBytes() / 1e6);
    }
  }

  private void measure(String name, BenchHome home, EchoWorkfront echo, long expected)
      throws Exception {
    long requests = echo.requests();
    long records = echo.records();
    long begin = System.nanoTime();
    Process product = home.start(xmx);
    String report = new String(product.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = product.waitFor();
    double seconds = (System.nanoTime() - begin) / 1e9;
    long received = echo.records() - records;
    System.out.printf(
        Locale.ROOT,
        "%-13s exit %d  mode %s  whole process %.1f s, %,.0f rows/s  requests %,d  records sent %s,"
            + " received %,d  unchanged %s%n",
        name,
        exit,
        found(MODE, report),
        seconds,
        rows / seconds,
        echo.requests() - requests,
        found(SENT, report),
        received,
        found(UNCHANGED, report));
    if (exit != 0 || received != expected) {
      throw new IllegalStateException(
          name + ": exit " + exit + ", received " + received + ", not " + expected + "\n" + report);
    }
  }

  private static String found(Pattern pattern, String report) {
    Matcher matcher = pattern.matcher(report);
    return matcher.find() ? matcher.group(1) : "?";
  }
}
