package io.writeback.run;

import io.writeback.ledger.EndedRuns;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes runs that ended long ago: what the ledger has of them, in small steps, and then their
 * folders.
 *
 * <p>The ledger goes first and records which runs are gone: each process removes the folders that
 * it has of them, also after a crash in between and on another machine.
 */
public final class RunRetention {
  public static final Duration STANDARD = Duration.ofDays(90);

  /** A repeated request would too soon be a new one otherwise. */
  public static final Duration LEAST = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(RunRetention.class);

  /** Rows a step: some 20 ms, during which no other process writes. */
  private static final int STEP = 1_000;

  private static final int PAGE = 1_000;
  private static final Duration BRIEFLY = Duration.ofMillis(300);

  /** A machine that shares the ledger and was off for longer keeps its folders. */
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

  private final Ledger ledger;
  private final RunFolders folders;
  private final Duration most;
  private final InstantSource clock;
  private Instant sweptUntil = Instant.EPOCH;

  /**
   * @param most how long a run is kept after its end
   */
  public RunRetention(Ledger ledger, RunFolders folders, Duration most, InstantSource clock) {
    this.ledger = ledger;
    this.folders = folders;
    this.most = most;
    this.clock = clock;
  }

  /**
   * What a removal came to.
   *
   * @param runs how many are gone
   * @param openRejects how many of their rejects no run had written
   */
  public record Removed(int runs, long openRejects) {}

  /**
   * Removes everything that is due.
   *
   * @param ending whether to stop: the rest is removed another time
   * @throws LedgerException if the ledger cannot be written
   */
  public synchronized Removed apply(BooleanSupplier ending) {
    Instant before = clock.instant().minus(most);
    EndedRuns.Position from = EndedRuns.Position.FIRST;
    int runs = 0;
    long openRejects = 0;
    for (boolean more = true; more && !ending.getAsBoolean(); ) {
      long began = System.nanoTime();
      EndedRuns.Step step = ledger.endedRuns().removeSome(before, from, STEP);
      runs += step.removed();
      openRejects += step.openRejects();
      from = step.next();
      more = step.more();
      if (more) {
        yieldTo(System.nanoTime() - began);
      }
    }
    sweep();
    return new Removed(runs, openRejects);
  }

  /** Leaves the ledger to others for as long as a step took. */
  private static void yieldTo(long nanos) {
    try {
      Thread.sleep(Duration.ofNanos(nanos).toMillis() + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerException("interrupted between two steps of the removal of runs", e);
    }
  }

  /** Removes some of what is due, in a process that ends soon; what fails is a warning. */
  public void applyBriefly() {
    long until = System.nanoTime() + BRIEFLY.toNanos();
    try {
      apply(() -> System.nanoTime() - until >= 0);
    } catch (LedgerException e) {
      LOG.warn(
          "runs that ended more than {} days ago cannot be removed: {}",
          most.toDays(),
          e.getMessage());
    }
  }

  /** Removes the folders of runs that were removed since the last time, by whichever process. */
  private void sweep() {
    Instant since = sweptUntil;
    String after = "";
    List<EndedRuns.Removed> page;
    do {
      page = ledger.endedRuns().removedSince(since, after, PAGE);
      for (EndedRuns.Removed removed : page) {
        removeFolder(removed.runId());
        since = removed.at();
        after = removed.runId();
      }
    } while (page.size() == PAGE);
    // A transaction that began before may be on disk only after this.
    sweptUntil = since.isAfter(Instant.EPOCH) ? since.minus(Duration.ofMinutes(5)) : since;
    ledger.endedRuns().forgetRemoved(clock.instant().minus(REMEMBERED));
  }

  private void removeFolder(String run) {
    // A ledger that was tampered with names no folder elsewhere.
    if (!ID.matcher(run).matches()) {
      return;
    }
    try {
      folders.forgetAll(run);
    } catch (WritebackException e) {
      LOG.warn(
          "{} the files of run {}, which was removed, stay in the storage: {}",
          e.code(),
          run,
          e.getMessage());
    }
    Path home = folders.of(run);
    if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn(
          "{} belongs to a run that was removed, but cannot be removed: {}", home, e.toString());
    }
  }
}
