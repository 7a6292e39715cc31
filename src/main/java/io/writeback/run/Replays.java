package io.writeback.run;

import io.writeback.dataset.RejectFile;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.dataset.Staged;
import io.writeback.dataset.Staging;
import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.ledger.SnapshotEntry;
import io.writeback.ledger.StoredRun;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes runs that send the open rejects of an earlier run again, as they were or as a person has
 * corrected them in a file.
 *
 * <p>Their rows are on disk before they are accepted, and in the ledger with the acceptance: there
 * is no moment in which a replay without rows could be taken for a run of the whole DataSet.
 */
public final class Replays {
  private static final Logger LOG = LoggerFactory.getLogger(Replays.class);

  private final Ledger ledger;
  private final RunFolders folders;
  private final long quota;

  /**
   * @param quota the most bytes that a snapshot may have
   */
  public Replays(Ledger ledger, RunFolders folders, long quota) {
    this.ledger = ledger;
    this.folders = folders;
    this.quota = quota;
  }

  /**
   * Accepts a replay, unless the same was accepted before and has not failed.
   *
   * @param file the rejects as a person edited them; null for the cells of the run's snapshot
   * @param only these rows, if they are open rejects; null for all of them, or those of the file
   * @param id of the new run
   * @return the replay, and whether it is new; empty if no reject of the run is open
   * @throws ConfigurationException if the file does not fit the run; nothing was accepted then
   */
  public Optional<AcceptedRun> accept(RunEntry parent, Path file, BitSet only, String id) {
    if (parent.isUndo()) {
      throw new ConfigurationException(
          Code.BAD_VALUE,
          "",
          "run %s is an undo, whose rows are not those of the DataSet; a new plan of what is left to undo: ./writeback undo %s"
              .formatted(parent.id(), parent.undoes()));
    }
    BitSet open = open(parent);
    if (only != null) {
      open.and(only);
    }
    if (file == null && open.isEmpty()) {
      return Optional.empty();
    }
    String digest = file == null ? digest(open) : new RejectFile(file).sha256();
    String key = "replay:" + parent.id() + ":" + digest;
    Optional<RunEntry> last = ledger.history().underKey(key);
    // What failed, or was given up, may be asked for again.
    for (int attempt = 2; last.filter(Replays::isGivenUp).isPresent(); attempt++) {
      key = "replay:" + parent.id() + ":" + digest + ":" + attempt;
      last = ledger.history().underKey(key);
    }
    if (last.isPresent()) {
      return Optional.of(new AcceptedRun(last.get(), false));
    }
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            stage(
                new RunRequest(id, key, parent.writeback(), false, parent.id()),
                open,
                file,
                digest));
  }

  private static boolean isGivenUp(RunEntry run) {
    return run.state() == RunState.FAILED || run.state() == RunState.CANCELLED;
  }

  /** The numbers of the rows that are open rejects. */
  private BitSet open(RunEntry parent) {
    BitSet rows = new BitSet();
    ledger.rejects().eachOpen(parent.id(), reject -> rows.set(Math.toIntExact(reject.row())));
    return rows;
  }

  private static String digest(BitSet rows) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    rows.stream()
        .forEach(row -> digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(row).array()));
    return Hex.encodeHexString(digest.digest());
  }

  private AcceptedRun stage(RunRequest request, BitSet open, Path file, String digest) {
    Path folder = RunFolder.create(folders.data(), request.id());
    String source =
        "rejects of run " + request.parent() + (file == null ? "" : ", edited in " + file);
    boolean undo = true;
    try (Staging staging = new Staging(source, folder, quota)) {
      Rows rows = new Rows(request.parent(), open);
      Schema schema = schema(request.parent());
      Staged staged =
          file == null
              ? rows.fromSnapshot(staging, schema)
              : rows.fromFile(staging, schema, file, digest);
      Snapshot snapshot = staging.commit(staged, schema, "");
      SnapshotEntry entry =
          new SnapshotEntry(
              source,
              snapshot.version(),
              snapshot.file().getFileName().toString(),
              snapshot.rows(),
              snapshot.bytes(),
              snapshot.sha256());
      folders.offer(request.id());
      String remarks = remarks(rows.leftOut.sentence(), request.parent(), file);
      // From here on it may have been accepted, and would have no rows.
      undo = false;
      Optional<AcceptedRun> run = accept(request, entry, rows, remarks);
      undo = run.filter(AcceptedRun::isNew).isEmpty();
      return run.orElseThrow(() -> removed(request.parent()));
    } finally {
      if (undo) {
        folders.withdraw(request.id());
        drop(folder);
      }
    }
  }

  /**
   * When the answer of the commit is lost, the same is asked for once more: that waits for the
   * first transaction if it is still under way, and accepts under the same id.
   */
  private Optional<AcceptedRun> accept(
      RunRequest request, SnapshotEntry snapshot, Rows rows, String remarks) {
    try {
      return ledger.requests().acceptReplay(request, snapshot, rows::origins, remarks);
    } catch (LedgerException e) {
      LOG.warn("it is unknown whether replay {} was accepted: {}", request.id(), e.getMessage());
      return ledger.requests().acceptReplay(request, snapshot, rows::origins, remarks);
    }
  }

  private static WritebackException removed(String parent) {
    return new WritebackException(
        Code.RUN_REMOVED,
        "run %s ended longer ago than writeback.run-retention, and is being removed: its rejects cannot be sent again"
            .formatted(parent));
  }

  /** A corrected key may be one that a newer run has written, which is unknown here. */
  private String remarks(String leftOut, String parent, Path file) {
    Optional<String> newer = file == null ? Optional.empty() : ledger.history().overtakenBy(parent);
    return Stream.of(
            leftOut,
            newer
                .map(
                    run ->
                        "run "
                            + run
                            + " has written to the target since: where a key was corrected in the"
                            + " file, the row may be older than what that run wrote")
                .orElse(""))
        .filter(sentence -> !sentence.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private Schema schema(String parent) {
    return ledger
        .history()
        .stored(parent)
        .map(stored -> StoredRunPlan.of(stored).schema())
        .orElseThrow(() -> new IllegalStateException("a run with rejects has a plan: " + parent));
  }

  /** Removes the folder of a replay that was not accepted: nothing refers to it. */
  private static void drop(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(Staging.SNAPSHOT));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      LOG.warn("{} belongs to no run, but cannot be removed: {}", folder, e.toString());
    }
  }

  /** The rows of one replay on their way into its snapshot. */
  private final class Rows {
    private final String parent;
    private final BitSet open;
    private final BitSet taken = new BitSet();
    private final OmittedRows leftOut = new OmittedRows();
    private int[] origins = new int[64];
    private int count;

    Rows(String parent, BitSet open) {
      this.parent = parent;
      this.open = open;
    }

    LongStream origins() {
      return Arrays.stream(origins, 0, count).asLongStream();
    }

    private void from(long row) {
      if (count == origins.length) {
        origins = Arrays.copyOf(origins, count * 2);
      }
      origins[count++] = Math.toIntExact(row);
    }

    Staged fromSnapshot(Staging staging, Schema schema) {
      Snapshot snapshot = folders.files(parent).verifiedSnapshot(parent, ledger);
      try (SnapshotReader reader = snapshot.open()) {
        return staging.write(
            schema.names(),
            put ->
                open.stream()
                    .forEach(
                        row -> {
                          put.accept(ReportFiles.seek(reader, row).cells());
                          from(row);
                        }));
      }
    }

    Staged fromFile(Staging staging, Schema schema, Path file, String digest) {
      RejectFile rejects = new RejectFile(file);
      String[] read = new String[1];
      Staged staged =
          staging.write(
              schema.names(),
              put -> read[0] = rejects.read(schema.names(), line -> take(line, file, put)));
      if (!digest.equals(read[0])) {
        throw new ConfigurationException(
            Code.BAD_REPLAY_FILE, file.toString(), "was written to while it was read");
      }
      if (count == 0) {
        throw new ConfigurationException(
            Code.BAD_REPLAY_FILE,
            file.toString(),
            leftOut.sentence().isEmpty()
                ? "has no rows"
                : "has nothing to send: " + leftOut.sentence());
      }
      return staged;
    }

    private void take(RejectFile.Line line, Path file, Consumer<List<String>> put) {
      if (!line.run().equals(parent)) {
        leftOut.add(line, line.run().isEmpty() ? "of no run" : "of run " + line.run());
      } else if (line.row() > Integer.MAX_VALUE || !open.get((int) line.row())) {
        leftOut.add(
            line,
            ledger
                .rejects()
                .supersededBy(parent, line.row())
                .map(run -> "row " + line.row() + ", written since by run " + run)
                .orElse(
                    line.row() == 0
                        ? "without a row number"
                        : "row " + line.row() + ", which was not rejected"));
      } else if (taken.get((int) line.row())) {
        throw new ConfigurationException(
            Code.BAD_REPLAY_FILE,
            file.toString(),
            "line %d is row %d of the run, which the file already has: keep one of them"
                .formatted(line.line(), line.row()));
      } else {
        taken.set((int) line.row());
        put.accept(line.cells());
        from(line.row());
      }
    }
  }

  /**
   * The rows of a replay that has no plan yet.
   *
   * @throws io.writeback.problem.WritebackException if they are not there as they were
   */
  static Snapshot snapshot(RunEntry replay, Path folder, Ledger ledger) {
    StoredRun stored = ledger.history().stored(replay.id()).orElseThrow();
    StoredRun parent = ledger.history().stored(replay.parent()).orElseThrow();
    return StoredRunPlan.of(parent).snapshot(stored, folder);
  }
}
