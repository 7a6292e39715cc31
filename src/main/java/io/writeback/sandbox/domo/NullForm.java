package io.writeback.sandbox.domo;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Rewrites NULL, an empty unquoted cell in the input, to another form.
 *
 * <p>One of Domo's endpoints has {@code \N} (DomoR), and a public sample of an export has quotes
 * around every cell.
 */
final class NullForm extends FilterOutputStream {
  private enum At {
    CELL_START,
    IN_CELL,
    IN_QUOTES,
    AFTER_CR
  }

  private final byte[] form;
  private boolean inHeader;
  private At at = At.CELL_START;
  private int last = '\n';

  private NullForm(OutputStream out, byte[] form, boolean header) {
    super(out);
    this.form = form;
    this.inHeader = header;
  }

  /**
   * The stream to write to.
   *
   * @param nullAs {@code empty}, {@code mark} for {@code \N}, or {@code quoted} for {@code ""}
   * @param header whether the first record is a header
   */
  static OutputStream of(String nullAs, OutputStream out, boolean header) {
    return switch (nullAs) {
      case "mark" -> new NullForm(out, "\\N".getBytes(StandardCharsets.US_ASCII), header);
      case "quoted" -> new NullForm(out, "\"\"".getBytes(StandardCharsets.US_ASCII), header);
      default -> out;
    };
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  @Override
  public void write(int b) throws IOException {
    boolean end = b == ',' || b == '\n' || b == '\r';
    if (at == At.CELL_START && end) {
      writeNull();
    }
    at =
        switch (at) {
          case IN_QUOTES -> b == '"' ? At.IN_CELL : At.IN_QUOTES;
          case IN_CELL, CELL_START, AFTER_CR ->
              b == '"' ? At.IN_QUOTES : b == '\r' ? At.AFTER_CR : end ? At.CELL_START : At.IN_CELL;
        };
    if (b == '\n' && at == At.CELL_START) {
      inHeader = false;
    }
    last = b;
    out.write(b);
  }

  private void writeNull() throws IOException {
    if (!inHeader) {
      out.write(form);
    }
  }

  /** Ends the last cell, which may be NULL if the last row has no line end. */
  void finish() throws IOException {
    if (at == At.CELL_START && last == ',') {
      writeNull();
    }
  }
}
