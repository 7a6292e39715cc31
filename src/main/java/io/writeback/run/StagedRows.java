package io.writeback.run;

import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Row;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.destination.Mapped;
import io.writeback.destination.RowMapper;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.SnapshotEntry;
import io.writeback.ledger.StoredRun;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import io.writeback.transform.RowCode;
import io.writeback.transform.Transform;
import io.writeback.transform.Transformation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The rows of a run on disk: as its source had them, and what the team's code made of them. */
final class StagedRows implements Closeable {
  private final RunEntry entry;
  private final Path folder;
  private final Ledger ledger;
  private Snapshot snapshot;

  /** Null if the team has no code for them. */
  private TransformedRows transformed;

  private boolean declaredColumns;
  private String selection = "";
  private Optional<String> part = Optional.of("it has some of the rows");

  StagedRows(RunEntry entry, Path folder, Ledger ledger) {
    this.entry = entry;
    this.folder = folder;
    this.ledger = ledger;
  }

  /** As the source had them; empty until they are there. */
  Optional<Snapshot> snapshot() {
    return Optional.ofNullable(snapshot);
  }

  /** Whether they are there, or were before the run was accepted. */
  boolean isStaged() {
    return snapshot != null || entry.parent() != null;
  }

  /** How many there are; 0 until they are there. */
  long count() {
    return snapshot == null ? 0 : snapshot.rows();
  }

  /** Reads them from their source. A replay was accepted with its rows, and reads none. */
  void stage(DatasetSource source, RunReading reading) {
    if (entry.parent() != null) {
      snapshot = Replays.snapshot(entry, folder, ledger);
      return;
    }
    declaredColumns = source.declaresColumns();
    selection = source.selection();
    part = source.part();
    if (source.isTakenAway()) {
      ledger.runs().rowsTaken(entry.id(), entry.epoch());
    }
    snapshot = source.stage(folder, reading);
    ledger
        .runs()
        .snapshotTaken(
            entry.id(),
            entry.epoch(),
            new SnapshotEntry(
                snapshot.source(),
                snapshot.version(),
                snapshot.file().getFileName().toString(),
                snapshot.rows(),
                snapshot.bytes(),
                snapshot.sha256()));
  }

  /** Takes those of the run that an undo undoes. */
  void restored(Snapshot rows) {
    snapshot = rows;
  }

  /**
   * Makes sure that the files are there that an interrupted run was planned with. Its rows are read
   * again if they are all that is missing: they have to be the same, as rows are known by their
   * numbers.
   *
   * @param source where its route reads them
   */
  void requireFiles(StoredRun interrupted, Optional<DatasetSource> source, RunReading reading) {
    StoredRunPlan stored = StoredRunPlan.of(interrupted);
    List<String> missing = stored.missing(interrupted, folder);
    if (missing.isEmpty()) {
      return;
    }
    SnapshotEntry before = interrupted.snapshot();
    boolean again =
        missing.equals(List.of(before.file()))
            && source.filter(from -> !from.isTakenAway() && !from.comesByRoute()).isPresent();
    if (!again) {
      throw StoredRunPlan.cannotResume(
          interrupted,
          "%s of it %s not in %s. If another machine executed it, resume it there (machines share such files by writeback.data-dir or writeback.snapshots)"
              .formatted(String.join(", ", missing), missing.size() == 1 ? "is" : "are", folder));
    }
    reading.begins(source.get().describe());
    Snapshot now = source.get().stage(folder, reading);
    if (!now.sha256().equals(before.sha256())) {
      drop(now.file());
      throw new WritebackException(
          Code.ROWS_CHANGED,
          "run %s cannot be resumed here: its %s is not in %s, and %s has other rows now (%s, before %s). Resume it on the machine that has the file; or end it with ./writeback cancel %s, which leaves what was written, and start again with ./writeback run %s"
              .formatted(
                  entry.id(),
                  before.file(),
                  folder,
                  source.get().describe(),
                  state(now.rows(), now.version()),
                  state(before.rows(), before.version()),
                  entry.id(),
                  entry.writeback()));
    }
  }

  private static String state(long rows, String version) {
    return Count.of(rows, "row") + (version.isEmpty() ? "" : ", state " + version);
  }

  private static void drop(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO, "%s cannot be removed: %s".formatted(file, Reason.of(e)), e);
    }
  }

  /** Takes those that an interrupted run had. */
  void resume(StoredRunPlan stored, StoredRun interrupted) {
    snapshot = stored.snapshot(interrupted, folder);
    transformed = stored.transformedRows(interrupted, folder, snapshot);
  }

  /** What an earlier process made of them by the same code, if it came to the end. */
  boolean findTransformed(Transform transform, RowCode code, Optional<String> needsAll) {
    transformed = TransformedRows.find(folder, snapshot, transform, code, needsAll).orElse(null);
    return transformed != null;
  }

  /**
   * Sends them through the team's code.
   *
   * @param needsAll the target, if it takes all rows or none
   * @param quota the most bytes of a file that is made of them
   * @param stopped whether the run ends before the last row: it begins with the first one when its
   *     route is entered again
   */
  void transform(
      Transform transform,
      RowCode code,
      Optional<String> needsAll,
      long quota,
      RunReading reading,
      BooleanSupplier stopped) {
    Transformation rows = new Transformation(transform, snapshot, code, reading.slowly(stopped));
    transformed = TransformedRows.make(rows, folder, snapshot, needsAll, quota).orElse(null);
  }

  Optional<TransformedRows> transformed() {
    return Optional.ofNullable(transformed);
  }

  /** The digest of the code that made them; null if there is none. */
  String code() {
    return transformed().map(rows -> rows.made().code()).orElse(null);
  }

  /** Those that the destination sees. */
  Snapshot sent() {
    return transformed == null ? snapshot : transformed.snapshot();
  }

  /** Reads those that the destination sees and the team's code has not left out. */
  void eachSent(Consumer<Row> each) {
    try (SnapshotReader rows = sent().open()) {
      rows.forEachRemaining(
          row -> {
            if (transformed == null || !transformed.marks().has(row.number())) {
              each.accept(row);
            }
          });
    }
  }

  /** What became of a row that the team's code has left out; empty if it is sent. */
  Optional<Mapped> unsent(Row row, RowMapper mapper) {
    return transformed().flatMap(rows -> rows.unsent(row, mapper));
  }

  /** Whether the team's code failed for a row. */
  boolean isFailed(long row) {
    return transformed != null && transformed.marks().isFailed(row);
  }

  /** Whether the team says which columns there are, so that other ones are no surprise. */
  boolean declaresColumns() {
    return declaredColumns || transformed != null && !transformed.made().asked().isEmpty();
  }

  /** Which rows of which data they are. */
  String selection() {
    return selection;
  }

  /** Why they are only a part of the data, a clause; empty if they are all of it. */
  Optional<String> part() {
    return part;
  }

  @Override
  public void close() {
    if (transformed != null) {
      transformed.marks().close();
    }
  }
}
