package io.writeback.run;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Rows of which the destination said something beforehand, one bit a row, kept beside the snapshot
 * so that a resumed run treats them in the same way: those that it will probably refuse, and those
 * whose objects have to be prepared. If a file is lost or cut short, refused batches are searched
 * instead, and what was not prepared is refused.
 */
final class ExpectedRows {
  static final String REFUSED = "expected-refusals.bits";
  static final String UNPREPARED = "unprepared.bits";
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
  void write(Path folder, String name) {
    Path file = folder.resolve(name);
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

  static ExpectedRows read(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      return Files.exists(file) ? new ExpectedRows(BitSet.valueOf(Files.readAllBytes(file))) : NONE;
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO, "%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
