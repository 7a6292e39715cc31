package io.writeback.dataset.domo;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of an export, and what their end says about whether they are all of them. */
final class ExportStream extends FilterInputStream {
  private final boolean framed;
  private boolean ended;
  private boolean empty = true;
  private byte last;

  /**
   * @param framed whether a cut would be noticed: the answer has a length, chunks, or is compressed
   */
  ExportStream(InputStream in, boolean framed) {
    super(in);
    this.framed = framed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    if (count > 0) {
      empty = false;
      last = target[offset + count - 1];
    } else if (count < 0) {
      ended = true;
    }
    return count;
  }

  /** Whether it was read to its end, and that is not the end of a line. */
  boolean endsWithinLine() {
    return ended && !empty && last != '\n' && last != '\r';
  }

  /** Whether a part may be missing at its end unnoticed. */
  boolean mayBeCut() {
    return !framed && endsWithinLine();
  }
}
