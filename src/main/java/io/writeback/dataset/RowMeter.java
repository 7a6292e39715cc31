package io.writeback.dataset;

import java.io.IOException;
import java.io.Reader;
import org.apache.commons.io.input.ProxyReader;

/**
 * Counts the characters since a row began, and stops one that never ends.
 *
 * <p>A quote that is opened at the top of a huge file and never closed makes one cell of the whole
 * file; without a stop it ends in an OutOfMemoryError.
 */
public final class RowMeter extends ProxyReader {
  private final long most;
  private long sinceRow;

  public RowMeter(Reader in, long most) {
    super(in);
    this.most = most;
  }

  public void rowBegins() {
    sinceRow = 0;
  }

  @Override
  protected void afterRead(int count) throws IOException {
    sinceRow += Math.max(0, count);
    if (sinceRow > most) {
      throw new RowTooLongException(most);
    }
  }

  /** A row has more characters than any row may have. */
  public static final class RowTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    RowTooLongException(long most) {
      super("longer than " + most + " characters");
    }
  }
}
