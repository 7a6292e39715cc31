package io.writeback.run;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Finds the rows that are not sent: those whose key comes again later, and those whose values were
 * confirmed before. Memory does not grow with rows.
 *
 * <p>Keys are sorted by half of their SHA-256: no two keys have ever been found that have the same
 * 128 bits of it, so that equal ones mean equal keys.
 */
final class SkippedRowIndex implements Closeable {
  private static final long NONE = Long.MAX_VALUE;

  private final MessageDigest digest = DigestUtils.getSha256Digest();

  /** Digest, digest, and twice the row number, plus one if its values were confirmed before. */
  private final SpillingSort keys;

  /** Row number, and 1 if a later row has its key. */
  private final SpillingSort skipped;

  private SpillingSort.Sorted rest;
  private long next = NONE;
  private boolean nextSuperseded;

  /** Empty, in files of its own; those that are there already are deleted. */
  SkippedRowIndex(Path file) {
    keys = new SpillingSort(file, 3);
    skipped = new SpillingSort(file.resolveSibling(file.getFileName() + "-rows"), 2);
  }

  /** Adds a row that is sent, unless a later one has its key. */
  void add(String key, long row) {
    add(key, row, false);
  }

  /**
   * Adds a row.
   *
   * @param unchanged whether its values were confirmed before
   */
  void add(String key, long row, boolean unchanged) {
    ByteBuffer half = ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    keys.add(half.getLong(), half.getLong(), 2 * row + (unchanged ? 1 : 0));
  }

  /** Ends adding: from now on rows can be asked for. Returns how many rows are superseded. */
  long seal() {
    long superseded = 0;
    SpillingSort.Sorted sorted = keys.sorted();
    boolean more = sorted.next();
    while (more) {
      long first = sorted.get(0);
      long second = sorted.get(1);
      long third = sorted.get(2);
      more = sorted.next();
      if (more && sorted.get(0) == first && sorted.get(1) == second) {
        skipped.add(third / 2, 1);
        superseded++;
      } else if (third % 2 == 1) {
        skipped.add(third / 2, 0);
      }
    }
    keys.close();
    rewind();
    return superseded;
  }

  /** Lets the rows be asked for from the first one again. */
  void rewind() {
    rest = skipped.sorted();
    advance();
  }

  /** Whether a later row has the same key; asked in ascending order of rows. */
  boolean isSuperseded(long row) {
    return reached(row) && nextSuperseded;
  }

  /** Whether the row, the last of its key, was added as unchanged; asked in ascending order. */
  boolean isUnchanged(long row) {
    return reached(row) && !nextSuperseded;
  }

  private boolean reached(long row) {
    while (next < row) {
      advance();
    }
    return next == row;
  }

  private void advance() {
    boolean more = rest.next();
    next = more ? rest.get(0) : NONE;
    nextSuperseded = more && rest.get(1) == 1;
  }

  @Override
  public void close() {
    try (keys) {
      skipped.close();
    }
  }
}
