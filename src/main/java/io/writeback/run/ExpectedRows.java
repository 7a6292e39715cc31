package io.writeback.run;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * The rows that the destination will probably refuse, one bit a row, kept beside the snapshot so
 * that a resumed run sets the same rows apart. It decides the order of requests only: if the file
 * is lost or cut short, refused batches are searched instead.
 */
final class ExpectedRows {
  static final String FILE = "expected-refusals.bits";
  static final ExpectedRows NONE = new ExpectedRows(new BitSet());

  private final BitSet rows;

  private ExpectedRows(BitSet rows) {
    this.rows = rows;
  }

  /** To be added to. */
  static ExpectedRows empty() {
    return new ExpectedRows(new BitSet());
  }

  void add(long row) {
    if (row < Integer.MAX_VALUE) {
      rows.set((int) row);
    }
  }

  boolean contains(long row) {
    return row < Integer.MAX_VALUE && rows.get((int) row);
  }

  long count() {
    return rows.cardinality();
  }

  /** Replaces what an earlier process wrote. */
  void write(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      if (rows.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        AtomicFile.write(file, rows.toByteArray());
      }
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO, "%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  static ExpectedRows read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      return Files.exists(file) ? new ExpectedRows(BitSet.valueOf(Files.readAllBytes(file))) : NONE;
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO, "%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
