package io.writeback.run;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeCounter;
import io.writeback.changes.ChangeSummary;
import io.writeback.changes.ChangeWriter;
import io.writeback.changes.PlannedRows;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.HeldFile;
import io.writeback.destination.Plan;
import io.writeback.destination.Record;
import io.writeback.files.DiskFailure;
import io.writeback.files.OwnerOnly;
import io.writeback.http.CallFailure;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds what a run would change that sends all rows as one file: keeps the file that is there, byte
 * for byte, in the folder of the run, and compares its rows with those that would be sent.
 */
final class FileSearch {
  /** A question, the download before the upload, the upload, and a question how far it is. */
  private static final int REQUESTS = 4;

  private static final String FIELD = "file";

  private final Plan plan;
  private final Record file;
  private final Snapshot snapshot;
  private final Path folder;

  private FileSearch(Plan plan, Snapshot snapshot, Path folder) {
    this.plan = plan;
    this.file = plan.whole().orElseThrow().file();
    this.snapshot = snapshot;
    this.folder = folder;
  }

  /**
   * Finds the change of the file.
   *
   * @throws WritebackException if the destination does not give the file, or the disk is full
   */
  static PlannedChanges of(Plan plan, Snapshot snapshot, Path folder, InstantSource clock) {
    FileSearch search = new FileSearch(plan, snapshot, folder);
    Path kept = folder.resolve(RunFiles.HELD_FILE);
    try {
      long begun = System.nanoTime();
      Optional<HeldFile> held = search.keep(kept);
      long seconds = TimeUnit.NANOSECONDS.toSeconds(2 * (System.nanoTime() - begun));
      ChangeSummary summary = search.write(held, kept);
      PlannedFile shown =
          new PlannedFile(
              search.file.key(),
              held.map(HeldFile::bytes).orElse(null),
              held.map(HeldFile::sha256).orElse(null),
              search.isSame(held));
      return new PlannedChanges(
          summary, shown.same() ? 0 : REQUESTS, seconds, clock.millis(), shown);
    } catch (IOException | UncheckedIOException e) {
      IOException cause = e instanceof UncheckedIOException io ? io.getCause() : (IOException) e;
      throw new WritebackException(
          Code.CHANGES_FILE,
          "the file that is there cannot be kept in %s: %s"
              .formatted(kept, DiskFailure.why(kept, cause, "run it again")),
          e);
    }
  }

  /** Under its name the file is there to its end, or not at all. */
  private Optional<HeldFile> keep(Path kept) throws IOException {
    Path unfinished = kept.resolveSibling(kept.getFileName() + ".tmp");
    Files.deleteIfExists(unfinished);
    Files.deleteIfExists(kept);
    try {
      Optional<HeldFile> held;
      try (FileChannel channel = OwnerOnly.create(unfinished);
          OutputStream out = Channels.newOutputStream(channel)) {
        held = plan.download(out);
        channel.force(true);
      }
      if (held.isPresent()) {
        Files.move(unfinished, kept, StandardCopyOption.ATOMIC_MOVE);
      }
      return held;
    } catch (CallFailure e) {
      throw new WritebackException(
          Code.DESTINATION_UNAVAILABLE,
          "%s does not give %s, so that it is not known what would change: %s"
              .formatted(plan.product(), file.key(), e.getMessage()),
          e);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private boolean isSame(Optional<HeldFile> held) {
    return held.filter(HeldFile::equal).isPresent() || plan.whole().orElseThrow().unchanged();
  }

  private ChangeSummary write(Optional<HeldFile> held, Path kept) throws IOException {
    try (ChangeWriter changes = new ChangeWriter(folder.resolve(RunFiles.CHANGES))) {
      ChangeCounter counter = new ChangeCounter();
      PlannedRows rows;
      if (isSame(held)) {
        rows = new PlannedRows(0, 0, file.rows(), 0, 0);
      } else {
        Compared compared = compared(held, kept);
        changes.add(compared.change());
        counter.add(compared.change());
        rows = compared.rows();
      }
      changes.finish();
      return new ChangeSummary(rows, counter.summary().fields());
    }
  }

  /** What is different, as the one change of the run, and how many rows are. */
  private record Compared(Change change, PlannedRows rows) {}

  private Compared compared(Optional<HeldFile> held, Path kept) throws IOException {
    if (held.isEmpty()) {
      Change change =
          change(null, described(file.rows(), file.rows(), "", snapshot.bytes(), sent()));
      return new Compared(change, new PlannedRows(Math.max(1, file.rows()), 0, 0, 0, 0));
    }
    try (FileRows before = FileRows.of(kept, folder.resolve("rows-before.tmp"));
        FileRows after = FileRows.of(snapshot.file(), folder.resolve("rows-after.tmp"))) {
      long common = before.common(after);
      long gone = before.count() - common;
      long added = after.count() - common;
      String header = before.hasHeaderOf(after) ? "" : ", another header";
      HeldFile there = held.get();
      Change change =
          change(
              described(before.count(), gone, "", there.bytes(), there.sha256()),
              described(after.count(), added, header, snapshot.bytes(), sent()));
      // Other bytes are a change, also if all rows are there in another order.
      long changed = Math.max(1, Math.max(gone, added));
      return new Compared(change, new PlannedRows(changed, 0, common, 0, 0));
    }
  }

  private String sent() {
    return snapshot.sha256();
  }

  private Change change(String before, String after) {
    return new Change(1, file.key(), FIELD, before, after);
  }

  private static String described(
      long rows, long onlyHere, String header, long bytes, String sha256) {
    return String.format(
        Locale.ROOT,
        "%s (%,d only here)%s, %,d bytes, SHA-256 %s",
        Count.of(rows, "row"),
        onlyHere,
        header,
        bytes,
        sha256);
  }
}
