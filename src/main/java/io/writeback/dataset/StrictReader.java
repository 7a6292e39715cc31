package io.writeback.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes bytes and drops a byte order mark; bytes that are not in the character set are an error
 * and never U+FFFD.
 *
 * <p>The JDK's own reader drops the good characters before a bad byte, so that it is unknown which
 * row has it. This one hands them over first.
 */
public final class StrictReader extends Reader {
  private static final int BUFFER = 16 * 1024;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private final java.nio.charset.CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
  private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
  private char half;
  private char unpaired;
  private boolean lastBytes;
  private boolean flushed;
  private boolean begun;

  /** Whether the decoder may hand out halves of characters: that of UTF-8 never does. */
  private final boolean mayHalve;

  public StrictReader(InputStream in, Charset charset) {
    this.in = in;
    this.mayHalve = !charset.equals(StandardCharsets.UTF_8);
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!chars.hasRemaining()) {
      if (unpaired != 0) {
        throw new BadBytesException(unpaired);
      }
      if (flushed) {
        return -1;
      }
      decode();
    }
    int count = Math.min(length, chars.remaining());
    chars.get(target, offset, count);
    return count;
  }

  private void decode() throws IOException {
    chars.clear();
    if (half != 0) {
      chars.put(half);
      half = 0;
    }
    CoderResult result = decoder.decode(bytes, chars, lastBytes);
    if (result.isUnderflow() && lastBytes) {
      flushed = decoder.flush(chars).isUnderflow();
    }
    chars.flip();
    dropByteOrderMark();
    if (mayHalve) {
      stopAtHalf();
    }
    if (chars.hasRemaining() || flushed) {
      return;
    }
    if (result.isError()) {
      throw new BadBytesException(bytes.get(bytes.position()) & 0xff);
    }
    fill();
  }

  /**
   * Some decoders (UTF-32, CESU-8) hand out one half of a surrogate pair, which is no character and
   * would be written as a question mark.
   */
  private void stopAtHalf() throws BadBytesException {
    for (int at = chars.position(); at < chars.limit(); at++) {
      char one = chars.get(at);
      if (!Character.isSurrogate(one)) {
        continue;
      }
      boolean last = at + 1 == chars.limit();
      if (Character.isHighSurrogate(one) && last && !flushed) {
        // Its other half may come with the next bytes.
        half = one;
        chars.limit(at);
      } else if (Character.isHighSurrogate(one)
          && !last
          && Character.isLowSurrogate(chars.get(at + 1))) {
        at++;
      } else if (at > chars.position()) {
        // What is before it is handed out first, so that its row can be named.
        chars.limit(at);
        unpaired = one;
        return;
      } else {
        throw new BadBytesException(one);
      }
    }
  }

  private void dropByteOrderMark() {
    if (!begun && chars.hasRemaining()) {
      begun = true;
      if (chars.get(chars.position()) == BYTE_ORDER_MARK) {
        chars.get();
      }
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (count < 0) {
      lastBytes = true;
    } else {
      bytes.position(bytes.position() + count);
    }
    bytes.flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** The first byte, or half of a character, that does not belong to the character set. */
  static final class BadBytesException extends CharacterCodingException {
    private static final long serialVersionUID = 1L;

    private final String what;

    BadBytesException(int first) {
      what = "byte 0x%02X".formatted(first);
    }

    /** A half of a character is none. */
    BadBytesException(char half) {
      what = "half of a character, U+%04X".formatted((int) half);
    }

    @Override
    public String getMessage() {
      return what;
    }
  }
}
