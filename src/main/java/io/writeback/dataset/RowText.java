package io.writeback.dataset;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * The text of the row that is read, one at a time in the same memory: of most rows few cells are
 * looked at, and a text for each of the others would cost more than to read them.
 */
final class RowText extends AbstractBaseCsvCallbackHandler<RowText> {
  private static final int CELLS = 16;

  /** Of a longer row the memory is not kept for the next one. */
  private static final int CHARACTERS = 1 << 16;

  private char[] text = new char[1 << 10];

  /** Where each cell ends; with all bits turned, that of one that is NULL: empty without quotes. */
  private int[] ends = new int[CELLS];

  private int count;
  private long line = 1;

  /** How many rows were read: cells are those of the last one. */
  private long reads;

  @Override
  protected void handleBegin(long startingLineNumber) {
    line = startingLineNumber;
    count = 0;
    reads++;
    if (text.length > CHARACTERS) {
      text = new char[CHARACTERS];
    }
  }

  @Override
  protected void handleField(int index, char[] from, int offset, int length, boolean quoted) {
    int begin = begin(count);
    int end = begin + length;
    if (end > text.length) {
      text = Arrays.copyOf(text, Math.max(end, 2 * text.length));
    }
    System.arraycopy(from, offset, text, begin, length);
    add(length == 0 && !quoted ? ~end : end);
  }

  @Override
  protected void handleEmpty() {
    add(~0);
  }

  private void add(int end) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = end;
  }

  @Override
  protected RowText buildRecord() {
    return this;
  }

  /** The line in which the row begins. */
  long line() {
    return line;
  }

  /** How many cells the row has. */
  int count() {
    return count;
  }

  String cell(int index) {
    return ends[index] < 0 ? null : new String(text, begin(index), ends[index] - begin(index));
  }

  private int begin(int index) {
    return index == 0 ? 0 : end(index - 1);
  }

  private int end(int index) {
    return ends[index] < 0 ? ~ends[index] : ends[index];
  }

  /** The cells of a row that is at hand. */
  static Cells of(Row row) {
    RowText own = new RowText();
    own.handleBegin(1);
    for (String cell : row.cells()) {
      char[] characters = cell == null ? new char[0] : cell.toCharArray();
      own.handleField(own.count, characters, 0, characters.length, cell != null);
    }
    return own.new Cells(own.reads, own.count);
  }

  /** The row, whose cells can be asked for until the next one is read. */
  Row row(long number) {
    return new Row(number, new Cells(reads, count));
  }

  /** The cells of one row, made each time that they are asked for. */
  final class Cells extends AbstractList<String> implements RandomAccess {
    private final long read;
    private final int size;

    private Cells(long read, int size) {
      this.read = read;
      this.size = size;
    }

    @Override
    public String get(int column) {
      require(column);
      return cell(column);
    }

    boolean has(int column, String wanted) {
      require(column);
      int begin = begin(column);
      return ends[column] >= 0
          && Arrays.equals(text, begin, ends[column], wanted.toCharArray(), 0, wanted.length());
    }

    /**
     * Of each cell its length, -1 for NULL, and its characters: by two bytes unless one will do.
     */
    byte[] bytes(int... columns) {
      int size = 0;
      for (int column : columns) {
        require(column);
        size += Integer.BYTES + 1 + 2 * (end(column) - begin(column));
      }
      byte[] bytes = new byte[size];
      int at = 0;
      for (int column : columns) {
        at = put(bytes, at, column);
      }
      return Arrays.copyOf(bytes, at);
    }

    private int put(byte[] bytes, int at, int column) {
      int begin = begin(column);
      int end = end(column);
      int length = ends[column] < 0 ? -1 : end - begin;
      int next = at;
      for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
        bytes[next++] = (byte) (length >> shift);
      }
      char all = 0;
      for (int from = begin; from < end; from++) {
        all |= text[from];
      }
      boolean wide = all > 255;
      bytes[next++] = (byte) (wide ? 2 : 1);
      for (int from = begin; from < end; from++) {
        if (wide) {
          bytes[next++] = (byte) (text[from] >> Byte.SIZE);
        }
        bytes[next++] = (byte) text[from];
      }
      return next;
    }

    private void require(int column) {
      if (read != reads) {
        throw new IllegalStateException("the next row was read: this one was not kept");
      }
      if (column >= size) {
        throw new IndexOutOfBoundsException(column);
      }
    }

    @Override
    public int size() {
      return size;
    }
  }
}
