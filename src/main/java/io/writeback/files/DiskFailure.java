package io.writeback.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why a file cannot be written, for people. */
public final class DiskFailure {
  /** With less than this a disk is full. */
  private static final long LEAST_SPACE = 64 << 10;

  private DiskFailure() {}

  /**
   * The end of a sentence. What the system says of a full disk is in the system's language.
   *
   * @param then what to do once there is space
   */
  public static String why(Path file, IOException e, String then) {
    return isFull(file) ? "the disk is full: free space there, then " + then : "" + e;
  }

  private static boolean isFull(Path file) {
    try {
      return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() < LEAST_SPACE;
    } catch (IOException e) {
      return false;
    }
  }
}
