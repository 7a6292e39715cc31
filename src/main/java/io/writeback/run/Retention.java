package io.writeback.run;

import io.writeback.dataset.Staging;
import io.writeback.ledger.KeptSnapshot;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.rules.RuledFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the snapshots of runs that are over: at once where no reject is open, else after a time.
 *
 * <p>A run that failed by a fault of this program keeps its rows for that time too, to be examined.
 * A run that can be resumed keeps them for good. Nothing is removed but the snapshots that the
 * ledger names, and the messages that they were made of.
 */
public final class Retention {
  public static final Duration STANDARD = Duration.ofDays(7);

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Set<Code> TO_EXAMINE = EnumSet.of(Code.BOOKS_OPEN, Code.INTERNAL);

  private final Ledger ledger;
  private final RunFolders folders;
  private final Duration most;
  private final InstantSource clock;
  private final KeptBodies bodies;

  /**
   * @param most how long a snapshot stays after the end of its run
   */
  public Retention(Ledger ledger, RunFolders folders, Duration most, InstantSource clock) {
    this.ledger = ledger;
    this.folders = folders;
    this.bodies = folders.bodies();
    this.most = most;
    this.clock = clock;
  }

  /** Removes what is due; what cannot be removed is a warning, and is tried again. */
  public void apply() {
    try {
      ledger.history().keptSnapshots().stream().filter(this::isDue).forEach(this::remove);
    } catch (LedgerException e) {
      LOG.warn("snapshots that are no longer needed cannot be removed: {}", e.getMessage());
    }
  }

  private boolean isDue(KeptSnapshot snapshot) {
    boolean needed = snapshot.openRejects() || TO_EXAMINE.contains(snapshot.code());
    return !needed || !snapshot.finishedAt().plus(most).isAfter(clock.instant());
  }

  private void remove(KeptSnapshot snapshot) {
    Path home = folders.of(snapshot.runId());
    Path file = home.resolve(snapshot.file());
    // A ledger that was tampered with names no file elsewhere.
    if (!isName(snapshot.runId())
        || !isName(snapshot.file())
        || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      LOG.warn(
          "run {} has a snapshot that is not a file in its folder: {}", snapshot.runId(), file);
      return;
    }
    try {
      List<String> rows = rows(snapshot.file());
      for (String name : rows) {
        Files.deleteIfExists(home.resolve(name));
      }
      folders.forget(snapshot.runId(), rows);
      if (snapshot.code() == null) {
        removeRows(home.resolve(RunFiles.TAKEN_ROWS));
        if (ledger.history().bodyOf(snapshot.runId()).isPresent()) {
          bodies.dropEverywhere(snapshot.runId());
        }
      }
    } catch (WritebackException e) {
      LOG.warn(
          "{} the snapshot {} is no longer needed, but cannot be removed: {}",
          e.code(),
          file,
          e.getMessage());
      return;
    } catch (IOException e) {
      LOG.warn(
          "the snapshot {} is no longer needed, but cannot be removed: {}", file, e.toString());
      return;
    }
    ledger.runs().snapshotRemoved(snapshot.runId());
  }

  /** The files of a run that have its rows. */
  private static List<String> rows(String snapshot) {
    return Stream.concat(
            Stream.of(snapshot, RuledFile.NAME, ExpectedRows.REFUSED, ExpectedRows.UNPREPARED),
            TransformedRows.FILES.stream())
        .toList();
  }

  /**
   * Removes from this machine what another one has removed: the rows of runs that it executed, or
   * brought here to look at them.
   */
  public void sweep() {
    Path all = folders.all();
    if (!Files.isDirectory(all)) {
      return;
    }
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(all)) {
      for (Path home : runs) {
        String run = home.getFileName().toString();
        if (Files.exists(home.resolve(Staging.SNAPSHOT))
            && ledger.history().snapshotRemovedAt(run).isPresent()) {
          for (String name : rows(Staging.SNAPSHOT)) {
            Files.deleteIfExists(home.resolve(name));
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("snapshots in {} that were removed elsewhere stay: {}", all, e.toString());
    }
  }

  /** A run that did not reach its last row keeps what it took: those rows are nowhere else. */
  private static void removeRows(Path rows) throws IOException {
    if (!Files.isDirectory(rows, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(rows, "*.jsonl")) {
      for (Path group : groups) {
        Files.delete(group);
      }
    }
    Files.delete(rows);
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && !text.equals(".")
        && !text.equals("..")
        && text.indexOf('/') < 0
        && text.indexOf('\\') < 0;
  }
}
