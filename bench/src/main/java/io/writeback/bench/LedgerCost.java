package io.writeback.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What the ledger costs: the same run with it and with one that forgets every batch, in turn.
 *
 * <p>Arguments: rows, concurrency, repetitions. Run it by {@code bench/ledger}.
 */
public final class LedgerCost {
  private static final int SYNCS = 1_000;

  private LedgerCost() {}

  public static void main(String[] args) throws Exception {
    long rows = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
    int concurrency = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    int repetitions = args.length > 2 ? Integer.parseInt(args[2]) : 3;
    describeDisk();
    List<Scale.Measured> with = new ArrayList<>();
    List<Scale.Measured> without = new ArrayList<>();
    for (int repetition = 1; repetition <= repetitions; repetition++) {
      with.add(measure("with", rows, concurrency, ""));
      without.add(measure("without", rows, concurrency, System.getProperty("double")));
    }
    tell("whole process", with, without, Scale.Measured::seconds);
    tell("first to last request", with, without, Scale.Measured::sending);
    tell("processor time of that", with, without, Scale.Measured::processor);
  }

  private static Scale.Measured measure(String what, long rows, int concurrency, String first)
      throws Exception {
    Scale.Measured measured =
        new Scale(rows).measure(home -> home.runWith(first, "256m"), concurrency, 0, false);
    System.out.printf(
        Locale.ROOT,
        "%-7s %.1f s, first to last request %.1f s (processor %.1f s), %,d requests, exit %d%n",
        what,
        measured.seconds(),
        measured.sending(),
        measured.processor(),
        measured.requests(),
        measured.exit());
    return measured;
  }

  private static void tell(
      String what,
      List<Scale.Measured> with,
      List<Scale.Measured> without,
      ToDoubleFunction<Scale.Measured> time) {
    double ledger = median(with, time);
    double none = median(without, time);
    System.out.printf(
        Locale.ROOT,
        "%s: median with ledger %.2f s, without %.2f s: %+.1f %%%n",
        what,
        ledger,
        none,
        100 * (ledger / none - 1));
  }

  private static double median(
      List<Scale.Measured> measured, ToDoubleFunction<Scale.Measured> time) {
    return Spread.of(measured.stream().mapToDouble(time).boxed().toList()).median();
  }

  /** The disk that the ledger is on, and how long it takes to put 4 KiB there for good. */
  private static void describeDisk() throws IOException {
    Path file = Files.createTempFile("writeback-bench", "sync");
    long[] nanos = new long[SYNCS];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int turn = 0; turn < SYNCS; turn++) {
        channel.write(ByteBuffer.allocate(4_096));
        long begin = System.nanoTime();
        channel.force(false);
        nanos[turn] = System.nanoTime() - begin;
      }
      FileStore store = Files.getFileStore(file);
      Arrays.sort(nanos);
      System.out.printf(
          Locale.ROOT,
          "disk %s (%s), fsync of 4 KiB: median %.2f ms, 99 %% %.2f ms; %d processors%n",
          store.name(),
          store.type(),
          nanos[SYNCS / 2] / 1e6,
          nanos[SYNCS * 99 / 100] / 1e6,
          Runtime.getRuntime().availableProcessors());
    } finally {
      Files.delete(file);
    }
  }
}
