package io.writeback.run;

import io.writeback.changes.ChangeSource;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.Staged;
import io.writeback.dataset.Staging;
import io.writeback.destination.Plan;
import io.writeback.destination.Work;
import io.writeback.files.FolderSync;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.ledger.SnapshotEntry;
import io.writeback.ledger.StoredRun;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import io.writeback.rules.RuledFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes runs that put back what an earlier run overwrote, and never read the DataSet.
 *
 * <p>An undo has the rows of the run up to the last one that it changed, with their numbers and
 * with blank cells: what is put back is not in cells. Where all rows go out as one file, it has as
 * many rows as the earlier file, and a copy of that. All is on disk before it is accepted, and in
 * the ledger with the acceptance.
 */
public final class Undos {
  private static final Logger LOG = LoggerFactory.getLogger(Undos.class);

  /** A run in another state may still write. */
  private static final Set<RunState> OVER =
      Set.of(
          RunState.COMPLETE, RunState.COMPLETE_WITH_REJECTS, RunState.FAILED, RunState.CANCELLED);

  private final Ledger ledger;
  private final RunFolders folders;
  private final long quota;

  /**
   * @param quota the most bytes that a snapshot may have
   */
  public Undos(Ledger ledger, RunFolders folders, long quota) {
    this.ledger = ledger;
    this.folders = folders;
    this.quota = quota;
  }

  /**
   * Accepts an undo of a run.
   *
   * @param by who has approved it already; null if it is to wait for that
   * @param id of the undo
   * @throws WritebackException if the run cannot be undone; nothing was accepted then
   */
  public RunEntry accept(RunEntry undone, String by, String id) {
    if (!OVER.contains(undone.state())) {
      throw cannot(
          undone,
          "it is %s and may still write: let it end first (./writeback resume), or cancel it (./writeback cancel %s)"
              .formatted(undone.state(), undone.id()));
    }
    if (ledger.batches().totals(undone.id()).requests() == 0) {
      throw cannot(undone, "it has sent nothing");
    }
    RunFiles files = folders.files(undone.id());
    ChangeSource overwritten =
        files
            .overwritten()
            .orElseThrow(
                () ->
                    cannot(
                        undone,
                        "what it overwrote was not kept. It is kept of runs that apply a plan (./writeback plan %s, then apply), of runs with a budget, and with keepBefore: true"
                            .formatted(undone.writeback())));
    Schema schema =
        ledger
            .history()
            .stored(undone.id())
            .flatMap(StoredRunPlan::find)
            .map(StoredRunPlan::sentSchema)
            .orElseThrow(
                () -> cannot(undone, "its plan was stored by another version of camel-writeback"));
    if (files.planned().map(PlannedChanges::file).isPresent()) {
      Path held =
          files
              .heldFile()
              .orElseThrow(
                  () ->
                      cannot(
                          undone,
                          "the destination held no file of that name before: delete it there"));
      return stage(undone, 0, held, schema, by, id);
    }
    UndoneRows rows = UndoneRows.of(undone, overwritten, ledger);
    long last = last(rows);
    if (last < 0 && ledger.created().count(undone.id()) > 0) {
      throw cannot(
          undone,
          "it has only created objects, and an undo deletes nothing (%s): their IDs are in its created.csv"
              .formatted(Code.CREATES_STAY.id()));
    }
    if (last < 0) {
      throw cannot(
          undone,
          GoneOutcomes.of(ledger, undone.id())
              .deleted(undone.id())
              .orElse("it has changed nothing"));
    }
    return stage(undone, last, null, schema, by, id);
  }

  private static WritebackException cannot(RunEntry undone, String why) {
    return new WritebackException(
        Code.CANNOT_UNDO, "run %s cannot be undone: %s".formatted(undone.id(), why));
  }

  /**
   * @param rows how many rows it has, unless there is a file
   * @param file the earlier file; null if fields are put back
   */
  private RunEntry stage(
      RunEntry undone, long rows, Path file, Schema schema, String by, String id) {
    Path folder = RunFolder.create(folders.data(), id);
    String source = "what run " + undone.id() + " overwrote";
    boolean drop = true;
    try (Staging staging = new Staging(source, folder, quota)) {
      List<String> blank = Collections.nCopies(schema.size(), null);
      long last = file == null ? rows : copy(file, folder);
      Staged staged =
          staging.write(
              schema.names(), put -> LongStream.range(0, last).forEach(row -> put.accept(blank)));
      Snapshot snapshot = staging.commit(staged, schema, "");
      SnapshotEntry entry =
          new SnapshotEntry(
              source,
              snapshot.version(),
              snapshot.file().getFileName().toString(),
              snapshot.rows(),
              snapshot.bytes(),
              snapshot.sha256());
      folders.offer(id);
      // From here on it may have been accepted, and would have no rows.
      drop = false;
      Optional<RunEntry> accepted = accept(RunRequest.undo(id, undone), entry, undone.target(), by);
      drop = accepted.isEmpty();
      return accepted.orElseThrow(() -> removed(undone));
    } finally {
      if (drop) {
        folders.withdraw(id);
        drop(folder);
      }
    }
  }

  /** Keeps the file for the undo; how many rows it has. */
  private static long copy(Path file, Path folder) {
    Path copy = folder.resolve(RunFiles.RESTORED);
    try {
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      FolderSync.force(folder);
      try (FileRows rows = FileRows.of(copy, folder.resolve("rows.tmp"))) {
        return rows.count();
      }
    } catch (IOException e) {
      throw new WritebackException(
          Code.CHANGES_FILE,
          "the earlier file %s cannot be copied to %s: %s".formatted(file, copy, Reason.of(e)),
          e);
    }
  }

  /** What is sent of a run: the file that an undo puts back, what rules made, or its rows. */
  static Snapshot sent(Path folder, Snapshot rows) {
    Path restored = folder.resolve(RunFiles.RESTORED);
    Path file = Files.exists(restored) ? restored : folder.resolve(RuledFile.NAME);
    if (!Files.exists(file)) {
      return rows;
    }
    try {
      return new Snapshot(
          file,
          rows.schema(),
          rows.rows(),
          Files.size(file),
          StoredRunPlan.sha256(file),
          rows.source(),
          rows.version());
    } catch (IOException e) {
      throw new WritebackException(
          Code.CHANGES_FILE, "%s cannot be read: %s".formatted(file, Reason.of(e)), e);
    }
  }

  /** The last row that was changed; 0 if only what is beside the rows was, -1 if nothing was. */
  private static long last(UndoneRows rows) {
    AtomicLong last = new AtomicLong(-1);
    rows.each(
        changes -> {
          long number = changes.get(0).row();
          last.accumulateAndGet(rows.isRow(number) ? number : 0, Math::max);
        });
    return last.get();
  }

  /** When the answer of the commit is lost, the same is asked for once more, under the same id. */
  private Optional<RunEntry> accept(
      RunRequest request, SnapshotEntry snapshot, String target, String by) {
    try {
      return ledger.requests().acceptUndo(request, snapshot, target, by);
    } catch (LedgerException e) {
      LOG.warn("it is unknown whether undo {} was accepted: {}", request.id(), e.getMessage());
      return ledger.requests().acceptUndo(request, snapshot, target, by);
    }
  }

  private static WritebackException removed(RunEntry undone) {
    return new WritebackException(
        Code.RUN_REMOVED,
        "run %s ended longer ago than writeback.run-retention, and is being removed: it cannot be undone"
            .formatted(undone.id()));
  }

  /** Removes the folder of an undo that was not accepted: nothing refers to it. */
  private static void drop(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(Staging.SNAPSHOT));
      Files.deleteIfExists(folder.resolve(RunFiles.RESTORED));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      LOG.warn("{} belongs to no run, but cannot be removed: {}", folder, e.toString());
    }
  }

  /**
   * What an undo that has no plan yet needs of the run that it undoes.
   *
   * @param snapshot its own rows
   * @param plan of the run
   * @param rows of the run
   * @param wrote what the run sent; its file may be gone
   * @param restored what is sent in place of that, if it is one file; else null
   */
  record Undone(
      Snapshot snapshot, StoredRunPlan plan, UndoneRows rows, Snapshot wrote, Snapshot restored) {
    /**
     * Reads it.
     *
     * @throws WritebackException if it is not there as it was
     */
    static Undone of(RunEntry undo, Path folder, Ledger ledger) {
      StoredRun stored = ledger.history().stored(undo.id()).orElseThrow();
      StoredRun undone = ledger.history().stored(undo.undoes()).orElseThrow();
      StoredRunPlan plan = StoredRunPlan.of(undone);
      Path theirs = folder.resolveSibling(undo.undoes());
      RunFiles files = new RunFiles(theirs);
      // Without the file, reading it says why.
      ChangeSource overwritten = files.overwritten().orElseGet(files::changes);
      // What is put back has the columns that were written.
      Snapshot own = plan.ofSent().snapshot(stored, folder);
      Snapshot sent = sent(folder, own);
      return new Undone(
          own,
          plan,
          UndoneRows.of(undone.run(), overwritten, ledger),
          wrote(sent(theirs, plan.unverifiedSent(undone, theirs)), plan),
          sent == own ? null : sent);
    }

    /** Of a file its plan has the digest, also when the file itself is gone. */
    private static Snapshot wrote(Snapshot sent, StoredRunPlan plan) {
      Object digest = plan.plan().getOrDefault(Work.WholeFile.SHA256, sent.sha256());
      return new Snapshot(
          sent.file(),
          sent.schema(),
          sent.rows(),
          sent.bytes(),
          digest.toString(),
          sent.source(),
          sent.version());
    }

    /** The plan that puts it back. */
    Plan plan(PlanRestorer restorer) {
      if (restored == null) {
        return restorer.restore(plan.destination(), plan.plan(), snapshot);
      }
      Plan theirs = restorer.restore(plan.destination(), plan.plan(), wrote);
      return restorer.restore(plan.destination(), theirs.describe(restored), restored);
    }
  }
}
