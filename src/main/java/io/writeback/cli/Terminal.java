package io.writeback.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jline.nativ.CLibrary;

/**
 * The terminal behind stdout or stderr, if there is one.
 *
 * @param columns how wide it is now; 0 if the stream goes to a file or a pipe
 * @param rows how high it is now
 * @param hasColour whether it takes colours and its user wants them
 * @param canRedraw whether its cursor can be moved up
 * @param isUtf8 whether it shows more than ASCII; a file or a pipe takes UTF-8
 * @param typed gives the next line that its user types, null at the end; null if nobody can type
 */
record Terminal(
    IntSupplier columns,
    IntSupplier rows,
    boolean hasColour,
    boolean canRedraw,
    boolean isUtf8,
    Supplier<String> typed) {
  /** A file, a pipe or a test. */
  static final Terminal NONE = new Terminal(() -> 0, false);

  /** One that can do everything. */
  Terminal(IntSupplier columns, boolean hasColour) {
    this(columns, () -> USUAL_HEIGHT, hasColour, true, true);
  }

  /** One where nobody types. */
  Terminal(
      IntSupplier columns, IntSupplier rows, boolean hasColour, boolean canRedraw, boolean isUtf8) {
    this(columns, rows, hasColour, canRedraw, isUtf8, null);
  }

  private static final int STDIN = 0;
  static final int STDOUT = 1;
  static final int STDERR = 2;

  /** If a terminal does not say how wide it is. */
  private static final int USUAL_WIDTH = 80;

  private static final int USUAL_HEIGHT = 24;

  /**
   * @param descriptor of the stream
   */
  static Terminal of(int descriptor, Map<String, String> environment) {
    return isTerminal(descriptor)
        ? new Terminal(
            () -> width(descriptor),
            () -> height(descriptor),
            wantsColour(environment),
            !isDumb(environment),
            isUtf8(System.getProperty("sun.jnu.encoding", "")),
            isTerminal(STDIN) ? Terminal::line : null)
        : NONE;
  }

  private static String line() {
    try {
      // Nothing else reads it, and a command asks once.
      return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
          .readLine();
    } catch (IOException e) {
      return null;
    }
  }

  /** By the character set of the locale. */
  static boolean isUtf8(String charset) {
    return charset.toLowerCase(Locale.ROOT).replace("-", "").equals("utf8");
  }

  private static boolean isDumb(Map<String, String> environment) {
    String term = environment.getOrDefault("TERM", "");
    return term.isEmpty() || term.equals("dumb");
  }

  boolean isThere() {
    return columns.getAsInt() > 0;
  }

  int width() {
    return columns.getAsInt();
  }

  /** https://no-color.org: the variable counts if it has any value. */
  static boolean wantsColour(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty() && !isDumb(environment);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      return CLibrary.isatty(descriptor) == 1;
    } catch (LinkageError | RuntimeException e) {
      // No library for this machine, or no folder to put it into: a terminal is not made use of.
      return false;
    }
  }

  private static int height(int descriptor) {
    CLibrary.WinSize size = new CLibrary.WinSize();
    boolean known = CLibrary.ioctl(descriptor, CLibrary.TIOCGWINSZ, size) == 0 && size.ws_row > 0;
    return known ? size.ws_row : USUAL_HEIGHT;
  }

  private static int width(int descriptor) {
    CLibrary.WinSize size = new CLibrary.WinSize();
    boolean known = CLibrary.ioctl(descriptor, CLibrary.TIOCGWINSZ, size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : USUAL_WIDTH;
  }
}
