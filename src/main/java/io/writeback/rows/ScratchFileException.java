package io.writeback.rows;

import io.writeback.files.DiskFailure;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A scratch file of a run cannot be written or read: the ledger and other runs are not affected.
 */
public final class ScratchFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScratchFileException(Path file, IOException cause) {
    super(
        "the key index %s cannot be written or read: %s"
            .formatted(file, DiskFailure.why(file, cause, "./writeback resume")),
        cause);
  }
}
