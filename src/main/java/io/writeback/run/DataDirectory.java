package io.writeback.run;

import io.writeback.files.OwnerOnly;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of ledger, snapshots and reports: it holds people's rows, so it is its owner's only.
 */
public final class DataDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

  /** Everything that is kept there. */
  private static final List<String> OURS =
      List.of(
          "bodies",
          "downloads",
          "ledger.db",
          "ledger.db-wal",
          "ledger.db-shm",
          "lock",
          "queue",
          "rows",
          "runs",
          "tokens");

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private DataDirectory() {}

  /** Makes the folder if it is not there; one that is there keeps its rights. */
  public static void create(Path folder) {
    try {
      Files.createDirectories(folder, OwnerOnly.folder());
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO,
          "the data directory %s cannot be created: %s; set writeback.data-dir"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /**
   * Removes the rights of others: only the owner may use the folders and files that we keep in the
   * data directory. Nothing within a folder can be reached by users who may not enter it.
   *
   * @throws WritebackException if that is not possible
   */
  public static void secure(Path folder) {
    if (!OwnerOnly.isSupported()) {
      return;
    }
    for (String name : OURS) {
      Path path = folder.resolve(name);
      try {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
        Set<PosixFilePermission> own = EnumSet.copyOf(OWNERS);
        own.retainAll(rights);
        if (!own.equals(rights)) {
          Files.setPosixFilePermissions(path, own);
          LOG.warn(
              "{} was accessible to others ({}), and is now restricted to its owner",
              path,
              PosixFilePermissions.toString(rights));
        }
      } catch (NoSuchFileException e) {
        // It is made for its owner only.
      } catch (IOException e) {
        throw new WritebackException(
            Code.DATA_EXPOSED,
            ("others may read or write %s, and that cannot be changed: %s; give it to the user"
                    + " that runs camel-writeback, or remove the rights of all others")
                .formatted(path, e),
            e);
      }
    }
  }
}
