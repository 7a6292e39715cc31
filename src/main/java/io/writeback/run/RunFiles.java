package io.writeback.run;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeCursor;
import io.writeback.changes.ChangeFile;
import io.writeback.changes.ChangeReader;
import io.writeback.changes.ChangeSource;
import io.writeback.dataset.Column;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.ledger.GoneObject;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.StoredRun;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a run that was: which are there, and the rejected rows for another file. */
public final class RunFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RunFiles.class);

  /** The folder of the messages that a run took its rows from, if it did. */
  static final String TAKEN_ROWS = "rows";

  /** The fields that a planned run would change, and their sums. */
  static final String CHANGES = "changes.json.gz";

  static final String SUMMARY = "changes.json";

  /** The file that the destination held when a run was planned that sends one. */
  static final String HELD_FILE = "held-before";

  /** The file that an undo sends, as it was before the run that it undoes. */
  static final String RESTORED = "restored";

  /** The fields that an undo leaves as they are. */
  static final String KEPT = "kept.json.gz";

  private final Path folder;
  private final Consumer<Predicate<String>> bringing;

  /**
   * @param bringing makes sure that files with such names are here, if they are anywhere
   */
  RunFiles(Path folder, Consumer<Predicate<String>> bringing) {
    this.folder = folder;
    this.bringing = bringing;
  }

  /** Those of a run whose folder has all there is. */
  RunFiles(Path folder) {
    this(folder, names -> {});
  }

  public Optional<Path> report() {
    return ifHere(ReportFiles.REPORT);
  }

  /** The report that the run wrote when it ended, if it can be read. */
  public Optional<Report> writtenReport() {
    ifHere(ReportFiles.REPORT);
    return ReportFiles.readReport(folder);
  }

  public Optional<Path> rejects() {
    return ifHere(ReportFiles.REJECTS);
  }

  public Optional<Path> differences() {
    return ifHere(ReportFiles.DIFFERENCES);
  }

  /** The IDs of the objects that the run created. */
  public Optional<Path> created() {
    return ifHere(ReportFiles.CREATED);
  }

  /** The folder of the row messages that the run took. */
  public Optional<Path> takenRows() {
    return ifThere(TAKEN_ROWS);
  }

  /**
   * What the run would change, if it was planned for that.
   *
   * @throws WritebackException WB-526 if the file cannot be read
   */
  public Optional<PlannedChanges> planned() {
    Optional<Path> file = ifThere(SUMMARY);
    try {
      return file.isEmpty()
          ? Optional.empty()
          : Optional.of(PlannedChanges.fromJson(Files.readString(file.get())));
    } catch (IOException e) {
      throw new WritebackException(
          Code.CHANGES_FILE, "%s cannot be read: %s".formatted(file.get(), why(e)), e);
    }
  }

  /**
   * The same, field by field.
   *
   * @throws WritebackException WB-526 if the file is not there, or not as it was written
   */
  public ChangeFile changes() {
    return ChangeFile.verified(brought(CHANGES));
  }

  /**
   * Hands over each of them, with memory for one. A damaged file may be noticed at its end only:
   * nothing of it is to be used before this returns.
   *
   * @throws WritebackException WB-526 if the file is not there, or not as it was written
   */
  public void eachChange(Consumer<Change> each) {
    try (ChangeReader all = ChangeFile.unverified(brought(CHANGES))) {
      all.forEachRemaining(each);
    }
  }

  /**
   * What a row would change, as it was found when the run was planned, or before it was written;
   * empty if that is not known.
   *
   * @throws WritebackException WB-526 if the file cannot be read
   */
  public Optional<List<Change>> changesOf(long row) {
    return overwritten().map(all -> ofRow(all, row));
  }

  private static List<Change> ofRow(ChangeSource all, long row) {
    List<Change> changes = new ArrayList<>();
    try (ChangeCursor cursor = all.open()) {
      while (cursor.hasNext()) {
        Change change = cursor.next();
        if (change.row() > row) {
          break;
        }
        if (change.row() == row) {
          changes.add(change);
        }
      }
    }
    return changes;
  }

  /**
   * What the run overwrote, field by field: what was there before, and what the run wrote. It is
   * what the run has kept, or what it was planned to change; some of it may not be written. Empty
   * if nothing was kept.
   *
   * @throws WritebackException WB-526 if the file is not as it was written
   */
  public Optional<ChangeSource> overwritten() {
    return hasKeptBefore()
        ? Optional.of(new Overwritten(folder))
        : ifThere(CHANGES).map(ChangeFile::verified);
  }

  /** Whether that is there, without reading it. */
  public boolean hasOverwritten() {
    return hasKeptBefore() || ifThere(CHANGES).isPresent();
  }

  private boolean hasKeptBefore() {
    bringing.accept(RunFolder::isBefore);
    return Files.isDirectory(folder) && !RunFolder.epochsBefore(folder).isEmpty();
  }

  /**
   * What an undo leaves as it is.
   *
   * @param fields how many fields of records
   * @param first the first of them
   */
  public record Kept(long fields, List<KeptField> first) {
    public Kept {
      first = List.copyOf(first);
    }
  }

  /**
   * The file that the destination held under its name when the run was planned, byte for byte; of
   * {@link #planned} its {@link PlannedFile} says which one it is.
   */
  public Optional<Path> heldFile() {
    return ifThere(HELD_FILE);
  }

  /**
   * What an undo leaves as it is, as someone changed it since; nothing if the run is none.
   *
   * @param most how many are read
   * @throws WritebackException WB-526 if the file is not as it was written
   */
  public Kept kept(int most) {
    if (ifThere(KEPT).isEmpty()) {
      return new Kept(0, List.of());
    }
    ChangeFile file = keptFile();
    List<KeptField> first = new ArrayList<>();
    try (KeptField.Reader all = new KeptField.Reader(file)) {
      while (all.hasNext() && first.size() < most) {
        first.add(all.next());
      }
    }
    return new Kept(file.changes() / 2, first);
  }

  /** See {@link KeptField}. */
  ChangeFile keptFile() {
    return ChangeFile.verified(brought(KEPT));
  }

  /**
   * A row as the run has read it, with the fields that its cells are written to.
   *
   * @param run the run of these files
   * @return empty if its snapshot is not there any more
   * @throws WritebackException if it cannot be read
   */
  public Optional<List<ReadCell>> cells(StoredRun run, long row) {
    Optional<StoredRunPlan> plan = StoredRunPlan.find(run);
    if (plan.isEmpty()
        || run.snapshot() == null
        || ifThere(run.snapshot().file()).isEmpty()
        || row > run.snapshot().rows()) {
      return Optional.empty();
    }
    try (SnapshotReader rows = plan.get().unverified(run, folder).open()) {
      List<String> texts = ReportFiles.seek(rows, row).cells();
      List<ReadCell> cells = new ArrayList<>();
      for (Column column : plan.get().columns()) {
        cells.add(
            new ReadCell(
                column.name(), plan.get().written().get(column.name()), texts.get(cells.size())));
      }
      return Optional.of(cells);
    }
  }

  /**
   * A cell of a row of the source.
   *
   * @param field where it is written to; null if it is not written, as that of the key
   * @param text null for NULL
   */
  public record ReadCell(String column, String field, String text) {}

  /** The columns that a run writes, each with its field; empty if that is not known. */
  public static Map<String, String> written(StoredRun run) {
    return StoredRunPlan.find(run).map(StoredRunPlan::written).orElse(Map.of());
  }

  private Optional<Path> ifThere(String name) {
    return Optional.of(brought(name)).filter(Files::exists);
  }

  /** A report, without which the ledger says the same: a storage that is away is a warning. */
  private Optional<Path> ifHere(String name) {
    try {
      return ifThere(name);
    } catch (WritebackException e) {
      LOG.warn("{} {} cannot be brought here: {}", e.code(), name, e.getMessage());
      return Optional.empty();
    }
  }

  private Path brought(String name) {
    bringing.accept(name::equals);
    return folder.resolve(name);
  }

  /** What {@code created.csv} has: the objects that a run created. */
  public static void created(Writer out, String runId, Ledger ledger) throws IOException {
    ReportFiles.created(out, runId, ledger);
  }

  /** What {@code prepared.csv} has: the objects that a run attached a form to. */
  public static void prepared(Writer out, String runId, Ledger ledger) throws IOException {
    ReportFiles.prepared(out, runId, ledger);
  }

  /**
   * What {@code gone.csv} has: what became of the objects whose rows were gone.
   *
   * @param reason of an object, which may quote a value
   */
  public static void gone(
      Writer out, String runId, Ledger ledger, Function<GoneObject, String> reason)
      throws IOException {
    ReportFiles.gone(out, runId, ledger, reason);
  }

  /**
   * Writes the open rejects with their original cells and the columns {@code _wb_…}, as {@code
   * rejects.csv} has them: the whole file or none, unless it is a device or a FIFO.
   *
   * @return how many cells of the DataSet in it a spreadsheet program would compute as formulas
   * @throws WritebackException if the snapshot is gone or the file cannot be written
   */
  public long exportRejects(String runId, Ledger ledger, Path file) {
    Snapshot snapshot = snapshot(runId, ledger);
    try {
      AtomicLong formulas = new AtomicLong();
      NamedFile.write(
          file, out -> formulas.set(ReportFiles.openRejects(out, runId, snapshot, ledger)));
      return formulas.get();
    } catch (UncheckedIOException e) {
      throw unwritable(file, e.getCause());
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private Snapshot snapshot(String runId, Ledger ledger) {
    StoredRun stored =
        ledger
            .history()
            .stored(runId)
            .filter(run -> Files.exists(brought(run.snapshot().file())))
            .orElseThrow(() -> gone(runId, ledger));
    return StoredRunPlan.of(stored).unverified(stored, folder);
  }

  /** The snapshot of a run, byte for byte as it was staged. */
  Snapshot verifiedSnapshot(String runId, Ledger ledger) {
    Snapshot snapshot = snapshot(runId, ledger);
    if (!snapshot.sha256().equals(StoredRunPlan.sha256(snapshot.file()))) {
      throw new WritebackException(
          Code.SNAPSHOT_IO,
          "the snapshot %s of run %s was modified: restore it, or edit the rows in a file and give it with --from"
              .formatted(snapshot.file(), runId));
    }
    return snapshot;
  }

  private static WritebackException unwritable(Path file, IOException e) {
    return new WritebackException(
        Code.SNAPSHOT_IO, "the rejects cannot be written into %s: %s".formatted(file, why(e)), e);
  }

  private static String why(IOException e) {
    return e.toString().replaceFirst("^[\\w.]+\\.", "");
  }

  private WritebackException gone(String runId, Ledger ledger) {
    return new WritebackException(
        Code.SNAPSHOT_IO,
        "the original cells of run %s no longer exist: its snapshot in %s is gone%s; %s"
            .formatted(
                runId,
                folder,
                ledger
                    .history()
                    .snapshotRemovedAt(runId)
                    .map(when -> " (removed %s, writeback.snapshot-retention)".formatted(when))
                    .orElse(""),
                rejects()
                    .map(
                        file ->
                            "the rows as the run wrote them are in %s, which ./writeback replay %s --from takes"
                                .formatted(file, runId))
                    .orElse("rejects without --csv shows the reasons from the ledger")));
  }
}
