package io.writeback.run;

import io.writeback.destination.Fingerprint;
import io.writeback.destination.Record;
import io.writeback.ledger.ConfirmedKey;
import io.writeback.rows.Digest;
import io.writeback.rows.SpillingSort;
import java.io.Closeable;
import java.nio.file.Path;

/**
 * Finds the rows that are not sent, in one pass over all of them before the first is: those whose
 * key comes again later, and those that are as the destination has confirmed them. Memory does not
 * grow with rows.
 *
 * <p>Keys are sorted by their digests, as are those that the ledger has: both are read once.
 */
final class SkippedRowIndex implements Closeable {
  private static final long NONE = Long.MAX_VALUE;

  private static final long UNCHANGED = 0;
  private static final long SUPERSEDED = 1;

  /** It is rejected: the number of a row that means the same object is in the other bits. */
  private static final long AMBIGUOUS = 3;

  private static final int KIND_BITS = 8;

  /** In the word of a row whose key was not found by a value of its own: those come last. */
  private static final long BY_KEY = 1L << 62;

  /** It is unchanged if its record has the fingerprint that follows. */
  private static final long COMPARED = 2;

  private final boolean compares;

  /** The two halves of the digest of the key, the row number, and those of its source. */
  private final SpillingSort keys;

  /** The row number, what is known of it, and the two halves of a fingerprint. */
  private final SpillingSort skipped;

  private SpillingSort.Sorted rest;
  private long next = NONE;

  /**
   * Empty, in files of its own; those that are there already are deleted.
   *
   * @param compares whether rows are compared with what was confirmed
   */
  SkippedRowIndex(Path file, boolean compares) {
    this.compares = compares;
    keys = new SpillingSort(file, compares ? 5 : 3);
    skipped = new SpillingSort(file.resolveSibling(file.getFileName() + "-rows"), compares ? 4 : 2);
  }

  /** Adds a row whose key is in a column of its own. */
  void add(Digest key, long row, Digest source) {
    add(key, row, source, false);
  }

  /**
   * Adds a row.
   *
   * @param key the digest of its key
   * @param source what its record is made of; {@link Digest#NONE} if that is not known
   * @param matched whether its key was found by a value of its own
   */
  void add(Digest key, long row, Digest source, boolean matched) {
    long word = matched ? row : row | BY_KEY;
    if (compares) {
      keys.add(key.high(), key.low(), word, source.high(), source.low());
    } else {
      keys.add(key.high(), key.low(), word);
    }
  }

  /** Ends adding: from now on rows can be asked for. Returns how many rows are superseded. */
  long seal(ConfirmedKeys confirmed) {
    long superseded = 0;
    SpillingSort.Sorted sorted = keys.sorted();
    boolean more = sorted.next();
    long rival = 0;
    while (more) {
      long high = sorted.get(0);
      long low = sorted.get(1);
      boolean matched = (sorted.get(2) & BY_KEY) == 0;
      long row = sorted.get(2) & ~BY_KEY;
      Digest source = compares ? new Digest(sorted.get(3), sorted.get(4)) : Digest.NONE;
      more = sorted.next();
      boolean another = more && sorted.get(0) == high && sorted.get(1) == low;
      if (rival != 0 || matched && another) {
        long other = rival != 0 ? rival : sorted.get(2) & ~BY_KEY;
        skip(row, AMBIGUOUS | other << KIND_BITS, Digest.NONE);
        rival = another ? row : 0;
      } else if (another) {
        skip(row, SUPERSEDED, Digest.NONE);
        superseded++;
      } else if (compares) {
        compare(row, source, confirmed.of(high, low));
      }
    }
    keys.close();
    rewind();
    return superseded;
  }

  private void compare(long row, Digest source, ConfirmedKey confirmed) {
    if (confirmed == null) {
      return;
    }
    if (source.proves(confirmed.source())) {
      skip(row, UNCHANGED, Digest.NONE);
    } else {
      skip(row, COMPARED, confirmed.record());
    }
  }

  private void skip(long row, long what, Digest fingerprint) {
    if (compares) {
      skipped.add(row, what, fingerprint.high(), fingerprint.low());
    } else {
      skipped.add(row, what);
    }
  }

  /** Lets the rows be asked for from the first one again. */
  void rewind() {
    rest = skipped.sorted();
    advance();
  }

  /** Whether a later row has the same key; asked in ascending order of rows. */
  boolean isSuperseded(long row) {
    return is(row, SUPERSEDED);
  }

  /** Whether the row, the last of its key, says what was confirmed; asked in ascending order. */
  boolean isUnchanged(long row) {
    return is(row, UNCHANGED);
  }

  /** Whether the row, the last of its key, became the record that was confirmed; as above. */
  boolean isConfirmed(Record record) {
    return is(record.row(), COMPARED)
        && Fingerprint.of(record).equals(new Digest(rest.get(2), rest.get(3)));
  }

  /** A row that means the same object, 0 if there is none; asked in ascending order of rows. */
  long rival(long row) {
    return kind(row) == AMBIGUOUS ? rest.get(1) >> KIND_BITS : 0;
  }

  private boolean is(long row, long what) {
    return kind(row) == what;
  }

  private long kind(long row) {
    while (next < row) {
      advance();
    }
    return next == row ? rest.get(1) & (1L << KIND_BITS) - 1 : -1;
  }

  private void advance() {
    next = rest.next() ? rest.get(0) : NONE;
  }

  @Override
  public void close() {
    try (keys) {
      skipped.close();
    }
  }
}
