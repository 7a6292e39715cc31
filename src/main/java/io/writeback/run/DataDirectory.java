package io.writeback.run;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder of ledger, snapshots and reports: it holds people's rows, so it is its owner's only.
 */
public final class DataDirectory {
  private DataDirectory() {}

  /** Makes the folder if it is not there; one that is there keeps its rights. */
  public static void create(Path folder) {
    try {
      Files.createDirectories(folder, ownerOnly());
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO,
          "the data directory %s cannot be made: %s; set writeback.data-dir"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
