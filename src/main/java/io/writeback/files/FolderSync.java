package io.writeback.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Puts the names in a folder on disk: that of a new file is there only with its folder. */
public final class FolderSync {
  private FolderSync() {}

  /** Windows has no such call and no such need. */
  public static void force(Path folder) throws IOException {
    if (OwnerOnly.isSupported()) {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }
}
