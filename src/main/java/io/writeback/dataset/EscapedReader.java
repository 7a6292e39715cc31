package io.writeback.dataset;

import java.io.IOException;
import java.io.Reader;

/**
 * Reads CSV with an escape character: what that makes a part of a cell is replaced by a half of a
 * character, which no text has alone, so that whoever splits the rows does not take it for a
 * delimiter, a quote or the end of a row. {@link #restored} puts it back.
 *
 * <p>As commons-csv does it: {@code \n}, {@code \r}, {@code \t}, {@code \b} and {@code \f} are
 * control characters; before any other character the escape character is one like others.
 */
final class EscapedReader extends Reader {
  private static final char FIRST = '\uDC00';
  private static final String LETTERS = "nrtbf";
  private static final String CONTROLS = "\n\r\t\b\f";

  private final Reader in;
  private final char escape;
  private final String special;

  /** A character that was read and is not handed out yet; -1 if there is none. */
  private int next = -1;

  EscapedReader(Reader in, CsvDialect dialect) {
    this.in = in;
    this.escape = dialect.escape();
    this.special = special(dialect);
  }

  private static String special(CsvDialect dialect) {
    return CONTROLS + dialect.delimiter() + dialect.quote() + dialect.escape();
  }

  /** A cell with the characters that were escaped in it. */
  static String restored(String cell, CsvDialect dialect) {
    String special = special(dialect);
    StringBuilder restored = null;
    for (int at = 0; at < cell.length(); at++) {
      int index = cell.charAt(at) - FIRST;
      boolean isEscaped =
          index >= 0
              && index < special.length()
              && (at == 0 || !Character.isHighSurrogate(cell.charAt(at - 1)));
      if (isEscaped) {
        restored = restored == null ? new StringBuilder(cell) : restored;
        restored.setCharAt(at, special.charAt(index));
      }
    }
    return restored == null ? cell : restored.toString();
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (next < 0) {
      return plain(target, offset, length);
    }
    if (length == 0) {
      return 0;
    }
    target[offset] = (char) next;
    next = -1;
    return 1;
  }

  /** Reads up to the next escape character, at least one character. */
  private int plain(char[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    if (count <= 0) {
      return count;
    }
    int end = offset + count;
    int to = offset;
    for (int from = offset; from < end; from++) {
      char one = target[from];
      if (one != escape) {
        target[to++] = one;
        continue;
      }
      int escaped = from + 1 < end ? target[++from] : in.read();
      int replaced = escaped < 0 ? -1 : replaced((char) escaped);
      if (replaced >= 0) {
        target[to++] = (char) replaced;
      } else {
        target[to++] = one;
        if (escaped < 0) {
          break;
        }
        if (to <= from) {
          target[to++] = (char) escaped;
        } else {
          // It was read beyond what there is room for.
          next = escaped;
        }
      }
    }
    return to - offset;
  }

  /** What stands for an escaped character; -1 if the escape character has no meaning before it. */
  private int replaced(char escaped) {
    int letter = LETTERS.indexOf(escaped);
    int index = special.indexOf(letter >= 0 ? CONTROLS.charAt(letter) : escaped);
    return index < 0 ? -1 : FIRST + index;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
