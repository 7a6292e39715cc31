package io.writeback.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The rights to create a file or a folder with that only its owner may use. */
public final class OwnerOnly {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OwnerOnly() {}

  /** Creates a file to write to, which must not be there yet. */
  public static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), file());
  }

  /** None where the file system has no such rights. */
  public static FileAttribute<?>[] file() {
    return attributes("rw-------");
  }

  /** None where the file system has no such rights. */
  public static FileAttribute<?>[] folder() {
    return attributes("rwx------");
  }

  /** Whether the file system has such rights. */
  public static boolean isSupported() {
    return POSIX;
  }

  private static FileAttribute<?>[] attributes(String rights) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }
}
