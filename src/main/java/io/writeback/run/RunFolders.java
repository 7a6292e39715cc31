package io.writeback.run;

import io.writeback.files.FolderSync;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunFile;
import io.writeback.ledger.RunFileStore;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import io.writeback.storage.FileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders of runs on this machine. With a storage that machines share, what a run needs is
 * stored before another machine could need it, and brought to the machine that does.
 *
 * <p>The ledger has the digest of each file, and the name of a file in the storage has it too: a
 * process that lost its run can store what it likes, no other reads it.
 */
public final class RunFolders {
  private static final Logger LOG = LoggerFactory.getLogger(RunFolders.class);

  /** What each machine writes for itself from the ledger; a later one may be elsewhere. */
  private static final Set<String> REPORTS =
      Set.of(
          ReportFiles.REPORT,
          ReportFiles.REJECTS,
          ReportFiles.DIFFERENCES,
          ReportFiles.CREATED,
          ReportFiles.GONE,
          ReportFiles.PREPARED);

  /** A larger file that has the right size is right: it is digested where it is used. */
  private static final long SMALL = 1 << 20;

  private static final int DIGITS = 16;

  private final Path data;
  private final FileStorage storage;
  private final RunFileStore files;

  /**
   * @param data the data directory
   */
  public RunFolders(Path data, Ledger ledger, FileStorage storage) {
    this.data = data;
    this.storage = storage;
    this.files = storage.isThere() ? ledger.files() : null;
  }

  private RunFolders(Path data) {
    this.data = data;
    this.storage = FileStorage.NONE;
    this.files = null;
  }

  /** Those of a data directory, which all machines share or only one uses. */
  public static RunFolders local(Path data) {
    return new RunFolders(data);
  }

  Path data() {
    return data;
  }

  /** Where all of them are. */
  Path all() {
    return data.resolve("runs");
  }

  Path of(String runId) {
    return all().resolve(runId);
  }

  /** What came with what started runs. */
  public KeptBodies bodies() {
    return new KeptBodies(data, storage);
  }

  /** The names of the files in a folder that a run which resumes cannot do without. */
  static List<String> neededLater(Path folder) {
    return RunFolder.kept(folder).stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> !REPORTS.contains(name) && !RunFolder.isBefore(name))
        // It decides the order of requests only.
        .filter(name -> !name.equals(ExpectedRows.REFUSED))
        .toList();
  }

  /** The files of a run for people. */
  public RunFiles files(String runId) {
    return new RunFiles(of(runId), names -> bring(runId, names));
  }

  /**
   * The folder of a run, with all that it needs to resume.
   *
   * @throws WritebackException WB-220 to WB-222 if that cannot be brought here
   */
  Path toResume(String runId) {
    Path folder = RunFolder.create(data, runId);
    bring(runId, name -> !RunFolder.isBefore(name));
    return folder;
  }

  /** The same with what it overwrote, if that was kept. */
  void toUndo(String runId) {
    bring(runId, any -> true);
  }

  private void bring(String runId, Predicate<String> names) {
    if (storage.isThere()) {
      files.of(runId).stream()
          .filter(file -> names.test(file.name()))
          .forEach(file -> bring(runId, file));
    }
  }

  private void bring(String runId, RunFile file) {
    Path here = of(runId).resolve(file.name());
    if (isCurrent(here, file)) {
      return;
    }
    if (!file.isStored()) {
      throw new WritebackException(
          Code.STORAGE_DAMAGED,
          "%s of run %s is only on the machine that executed it: its process was killed before it could store it. Start a process there with the same writeback.data-dir. If that machine is gone, so is the file: cancel the run if it has not ended (./writeback cancel %s); if it has, it cannot be undone"
              .formatted(file.name(), runId, runId));
    }
    RunFolder.create(data, runId);
    Path unfinished = here.resolveSibling(file.name() + "-" + UUID.randomUUID() + ".tmp");
    try {
      storage.get(stored(runId, file), unfinished);
      if (!StoredRunPlan.sha256(unfinished).equals(file.sha256())) {
        throw new WritebackException(
            Code.STORAGE_DAMAGED,
            "%s was modified in the storage: it is not what run %s has stored"
                .formatted(stored(runId, file), runId));
      }
      Files.move(unfinished, here, StandardCopyOption.ATOMIC_MOVE);
      FolderSync.force(here.getParent());
    } catch (IOException e) {
      throw failed(here, e);
    } finally {
      drop(unfinished);
    }
  }

  private static void drop(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} cannot be removed: {}", file, e.toString());
    }
  }

  private static String stored(String runId, RunFile file) {
    return prefix(runId) + file.name() + "-" + file.sha256().substring(0, DIGITS);
  }

  private static String prefix(String runId) {
    return "runs/" + runId + "/";
  }

  private static boolean isCurrent(Path here, RunFile file) {
    try {
      if (!Files.exists(here) || !file.isStored() || REPORTS.contains(file.name())) {
        return Files.exists(here);
      }
      return Files.size(here) == file.bytes()
          && (file.bytes() > SMALL || StoredRunPlan.sha256(here).equals(file.sha256()));
    } catch (IOException e) {
      throw failed(here, e);
    }
  }

  /**
   * Stores what is new or has changed in the folder of a run.
   *
   * @throws WritebackException WB-220 to WB-222 if that is not possible
   * @throws io.writeback.ledger.RunLostException if another process has the run
   */
  void store(String runId, long epoch) {
    store(runId, file -> files.put(runId, epoch, file.name(), file.bytes(), file.sha256()));
  }

  /** The same, of a run that is about to be accepted. */
  void offer(String runId) {
    store(runId, file -> files.offer(runId, file.name(), file.bytes(), file.sha256()));
  }

  private interface Recording {
    void record(RunFile file);
  }

  private void store(String runId, Recording recording) {
    if (!storage.isThere()) {
      return;
    }
    Map<String, RunFile> known =
        files.of(runId).stream().collect(Collectors.toMap(RunFile::name, Function.identity()));
    for (Path file : RunFolder.kept(of(runId))) {
      RunFile before = known.get(file.getFileName().toString());
      if (before == null || !isStored(file, before)) {
        RunFile now = read(file);
        storage.put(stored(runId, now), file);
        recording.record(now);
      }
    }
  }

  private static boolean isStored(Path file, RunFile before) {
    try {
      return before.isStored()
          && Files.size(file) == before.bytes()
          // Rows that were read again may have as many bytes as before.
          && StoredRunPlan.sha256(file).equals(before.sha256());
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static RunFile read(Path file) {
    try {
      return new RunFile(
          file.getFileName().toString(), Files.size(file), StoredRunPlan.sha256(file));
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** The same where the run is what it is without it: a failure is a warning. */
  void storeIfPossible(String runId, long epoch) {
    try {
      store(runId, epoch);
    } catch (WritebackException e) {
      LOG.warn(
          "{} run {}: its files stay on this machine alone: {}", e.code(), runId, e.getMessage());
    } catch (LedgerException e) {
      LOG.warn("run {}: its files stay on this machine alone: {}", runId, e.getMessage());
    }
  }

  /** From now on a file of a run is written, which is stored when the process leaves the run. */
  void begin(String runId, long epoch, String name) {
    if (storage.isThere()) {
      files.put(runId, epoch, name, 0, null);
    }
  }

  /** Deletes files of a run in the storage; those of this machine stay. */
  void forget(String runId, List<String> names) {
    if (storage.isThere()) {
      files.of(runId).stream()
          .filter(file -> names.contains(file.name()))
          .forEach(
              file -> {
                storage.deleteAll(prefix(runId) + file.name() + "-");
                files.forget(runId, file.name());
              });
    }
  }

  /** Takes back what was offered for a run that was not accepted; a failure is a warning. */
  void withdraw(String runId) {
    if (!storage.isThere()) {
      return;
    }
    try {
      forget(runId, files.of(runId).stream().map(RunFile::name).toList());
    } catch (WritebackException e) {
      LOG.warn(
          "{} what is stored for {} belongs to no run, but cannot be removed: {}",
          e.code(),
          runId,
          e.getMessage());
    }
  }

  /** Deletes all that is stored of a run that was removed. */
  void forgetAll(String runId) {
    storage.deleteAll(prefix(runId));
  }

  private static WritebackException failed(Path file, IOException e) {
    return new WritebackException(
        Code.SNAPSHOT_IO, "%s cannot be read or written: %s".formatted(file, Reason.of(e)), e);
  }
}
