package io.writeback.cli;

import java.util.Map;
import java.util.function.IntSupplier;
import org.jline.nativ.CLibrary;

/**
 * The terminal behind stdout or stderr, if there is one.
 *
 * @param columns how wide it is now; 0 if the stream goes to a file or a pipe
 * @param hasColour whether it takes colours and its user wants them
 */
record Terminal(IntSupplier columns, boolean hasColour) {
  /** A file, a pipe or a test. */
  static final Terminal NONE = new Terminal(() -> 0, false);

  static final int STDOUT = 1;
  static final int STDERR = 2;

  /** If a terminal does not say how wide it is. */
  private static final int USUAL_WIDTH = 80;

  /**
   * @param descriptor of the stream
   */
  static Terminal of(int descriptor, Map<String, String> environment) {
    return isTerminal(descriptor)
        ? new Terminal(() -> width(descriptor), wantsColour(environment))
        : NONE;
  }

  boolean isThere() {
    return columns.getAsInt() > 0;
  }

  int width() {
    return columns.getAsInt();
  }

  /** https://no-color.org: the variable counts if it has any value. */
  static boolean wantsColour(Map<String, String> environment) {
    String term = environment.getOrDefault("TERM", "");
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !term.isEmpty()
        && !term.equals("dumb");
  }

  private static boolean isTerminal(int descriptor) {
    try {
      return CLibrary.isatty(descriptor) == 1;
    } catch (LinkageError | RuntimeException e) {
      // No library for this machine, or no folder to put it into: a terminal is not made use of.
      return false;
    }
  }

  private static int width(int descriptor) {
    CLibrary.WinSize size = new CLibrary.WinSize();
    boolean known = CLibrary.ioctl(descriptor, CLibrary.TIOCGWINSZ, size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : USUAL_WIDTH;
  }
}
