package io.writeback.cli;

import io.writeback.problem.Visible;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;

/**
 * Where commands print: whatever others put into a text arrives harmless here, and only then lines
 * are wrapped and coloured for the terminal that shows them.
 *
 * <p>JSON stays the same value: what is escaped is escaped as JSON escapes it.
 */
final class Screen extends PrintWriter {
  private final Lines lines;

  /**
   * @param to takes the text, for example as UTF-8 to stdout
   */
  Screen(Writer to, Terminal terminal) {
    this(new Lines(to, terminal));
  }

  private Screen(Lines lines) {
    super(lines, true);
    this.lines = lines;
  }

  /** The terminal that a command prints to. */
  static Terminal terminal(PrintWriter out) {
    return out instanceof Screen screen ? screen.lines.terminal : Terminal.NONE;
  }

  /** Shows a text in place of the last one that was shown so; the next line replaces it too. */
  void overwrite(String text) {
    try {
      lines.overwrite(text);
    } catch (IOException e) {
      setError();
    }
  }

  /** Leaves what was shown last where it is. */
  void keep() {
    try {
      lines.keep();
    } catch (IOException e) {
      setError();
    }
  }

  /** Prints a text of our own that has its colours already; nothing of others may be in it. */
  void printOwn(String text) {
    try {
      lines.printOwn(text);
    } catch (IOException e) {
      setError();
    }
  }

  /** Why what was printed did not arrive, if it did not. */
  Optional<IOException> failure() {
    return checkError() ? Optional.ofNullable(lines.failure) : Optional.empty();
  }

  /** Text in lines, each harmless before it is shown. */
  private static final class Lines extends Writer {
    private final Writer to;
    private final Terminal terminal;
    private final StringBuilder line = new StringBuilder();
    private int overwritable;
    private IOException failure;

    Lines(Writer to, Terminal terminal) {
      this.to = to;
      this.terminal = terminal;
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
      synchronized (lock) {
        for (int i = offset; i < offset + length; i++) {
          line.append(characters[i]);
          if (characters[i] == '\n') {
            show();
          }
        }
      }
    }

    private void show() throws IOException {
      boolean ended = line.charAt(line.length() - 1) == '\n';
      String text = line.substring(0, line.length() - (ended ? 1 : 0));
      line.setLength(0);
      String harmless = LineWrap.of(Visible.text(text), terminal.width());
      put(erase() + Colours.of(harmless, terminal.hasColour()) + (ended ? "\n" : ""));
    }

    void overwrite(String text) throws IOException {
      synchronized (lock) {
        String harmless = Visible.line(text);
        put(erase() + harmless);
        overwritable = harmless.length();
        to.flush();
      }
    }

    void keep() throws IOException {
      synchronized (lock) {
        put(overwritable == 0 ? "" : "\n");
        overwritable = 0;
        to.flush();
      }
    }

    void printOwn(String text) throws IOException {
      synchronized (lock) {
        flush();
        put(erase() + text);
        flush();
      }
    }

    private String erase() {
      String erased = overwritable == 0 ? "" : "\r" + " ".repeat(overwritable) + "\r";
      overwritable = 0;
      return erased;
    }

    private void put(String text) throws IOException {
      try {
        to.write(text);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    /** Also what has no end of line yet. */
    @Override
    public void flush() throws IOException {
      synchronized (lock) {
        if (!line.isEmpty()) {
          show();
        }
        try {
          to.flush();
        } catch (IOException e) {
          failure = e;
          throw e;
        }
      }
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
