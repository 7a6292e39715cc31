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
  Terminal terminal() {
    return lines.terminal;
  }

  /** Shows a text in place of the last one that was shown so; the next line replaces it too. */
  void overwrite(String text) {
    lines.overwrite(Visible.line(text));
  }

  /**
   * Shows lines in place of those that were shown so last, as many as fit on the terminal; with no
   * text only takes them away.
   */
  void redraw(String text) {
    flush();
    lines.redraw(text);
  }

  /** Leaves what was shown last where it is. */
  void keep() {
    lines.keep();
  }

  /** Prints a text of our own that has its colours already; nothing of others may be in it. */
  void printOwn(String text) {
    flush();
    lines.printOwn(text);
  }

  /** Why what was printed did not arrive, if it did not. */
  Optional<IOException> failure() {
    flush();
    return Optional.ofNullable(lines.failure);
  }

  /** Text in lines, each harmless before it is shown. */
  private static final class Lines extends Writer {
    private final Writer to;
    private final Terminal terminal;
    private final StringBuilder line = new StringBuilder();
    private int overwritable;

    /** Lines that the next drawing takes the place of. */
    private int drawn;

    private IOException failure;

    Lines(Writer to, Terminal terminal) {
      this.to = to;
      this.terminal = terminal;
    }

    @Override
    public void write(char[] characters, int offset, int length) {
      synchronized (lock) {
        for (int i = offset; i < offset + length; i++) {
          line.append(characters[i]);
          if (characters[i] == '\n') {
            show();
          }
        }
      }
    }

    private void show() {
      boolean ended = line.charAt(line.length() - 1) == '\n';
      String text = line.substring(0, line.length() - (ended ? 1 : 0));
      line.setLength(0);
      drawn = 0;
      String harmless = LineWrap.of(Visible.text(text), terminal.width());
      put(erase() + Colours.of(harmless, terminal.hasColour()) + (ended ? "\n" : ""), false);
    }

    void overwrite(String text) {
      synchronized (lock) {
        put(erase() + text, true);
        overwritable = text.length();
      }
    }

    void redraw(String text) {
      synchronized (lock) {
        StringBuilder drawing = new StringBuilder(erase());
        if (drawn > 0) {
          drawing.append("\u001b[").append(drawn).append("A\r\u001b[J");
        }
        drawn = 0;
        for (String each : text.lines().toList()) {
          String harmless = LineWrap.of(Visible.text(each), terminal.width());
          int needed = rows(harmless);
          if (drawn + needed >= terminal.rows().getAsInt()) {
            break;
          }
          drawn += needed;
          drawing.append(Colours.of(harmless, terminal.hasColour())).append('\n');
        }
        put(drawing.toString(), true);
      }
    }

    /** A word that is longer than a line takes more than one. */
    private int rows(String harmless) {
      int width = Math.max(1, terminal.width());
      return harmless
              .lines()
              .mapToInt(each -> Math.max(1, (each.length() + width - 1) / width))
              .sum()
          + (harmless.isEmpty() ? 1 : 0);
    }

    void keep() {
      synchronized (lock) {
        drawn = 0;
        put(overwritable == 0 ? "" : "\n", true);
        overwritable = 0;
      }
    }

    void printOwn(String text) {
      synchronized (lock) {
        put(erase() + text, true);
      }
    }

    private String erase() {
      String erased = overwritable == 0 ? "" : "\r" + " ".repeat(overwritable) + "\r";
      overwritable = 0;
      return erased;
    }

    private void put(String text, boolean flush) {
      try {
        to.write(text);
        if (flush) {
          to.flush();
        }
      } catch (IOException e) {
        failure = e;
      }
    }

    /** Also what has no end of line yet. */
    @Override
    public void flush() {
      synchronized (lock) {
        if (!line.isEmpty()) {
          show();
        }
        put("", true);
      }
    }

    @Override
    public void close() {
      flush();
    }
  }
}
