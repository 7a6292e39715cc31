package io.writeback.dataset;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Counts the characters since a row began, and stops one that never ends.
 *
 * <p>A quote that is opened at the top of a huge file and never closed makes one cell of the whole
 * file; without a stop it ends in an OutOfMemoryError.
 */
final class RowMeter extends FilterReader {
  private final long most;
  private long sinceRow;

  RowMeter(Reader in, long most) {
    super(in);
    this.most = most;
  }

  void rowBegins() {
    sinceRow = 0;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    if (count > 0) {
      sinceRow += count;
      if (sinceRow > most) {
        throw new RowTooLongException(most);
      }
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  /** A row has more characters than any row may have. */
  static final class RowTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    RowTooLongException(long most) {
      super("longer than " + most + " characters");
    }
  }
}
