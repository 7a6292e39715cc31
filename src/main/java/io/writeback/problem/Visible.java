package io.writeback.problem;

import java.text.Normalizer;

/**
 * Text that others wrote, made safe to show: what steers a terminal, or cannot be seen, is written
 * as an escape such as <code>&#92;u200b</code>.
 *
 * <p>Escaped are control characters (C0, DEL, C1), format characters (bidirectional overrides,
 * zero-width characters, a byte order mark), spaces and line ends that are no ASCII, letters that
 * show nothing, unpaired surrogates, and a combining mark that a composed letter would look like.
 * The escape is that of JSON, in UTF-16 units, so JSON text stays the same value.
 */
public final class Visible {
  /** Letters, symbols and marks that show nothing and have no category of their own. */
  private static final String BLANK =
      "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0";

  private static final int PLAIN_BELOW = 0x7f;

  private Visible() {}

  /** Any text: line ends and tabs stay. */
  public static String text(String text) {
    return shown(text, true);
  }

  /** A value: it stays on its line, so that it cannot pass for a line of ours. */
  public static String line(String value) {
    return shown(value, false);
  }

  private static String shown(String text, boolean lines) {
    if (isPlain(text, lines)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    int before = -1;
    boolean escaped = false;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      int composed = composed(before, character);
      escaped = isUnseen(character, lines) || composed >= 0 || (escaped && isCombining(character));
      if (escaped) {
        escape(shown, character);
      } else {
        shown.appendCodePoint(character);
      }
      before = composed >= 0 ? composed : character;
    }
    return shown.toString();
  }

  private static boolean isPlain(String text, boolean lines) {
    return text.chars()
        .allMatch(c -> (c >= ' ' && c < PLAIN_BELOW) || (lines && (c == '\n' || c == '\t')));
  }

  private static boolean isUnseen(int character, boolean lines) {
    return switch (Character.getType(character)) {
      case Character.CONTROL -> !lines || (character != '\n' && character != '\t');
      case Character.SPACE_SEPARATOR -> character != ' ';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> BLANK.indexOf(character) >= 0 || isVariationSelector(character);
    };
  }

  private static boolean isVariationSelector(int character) {
    return (character >= 0xfe00 && character <= 0xfe0f)
        || (character >= 0xe0100 && character <= 0xe01ef);
  }

  /** The one letter that looks like these two, -1 if there is none. */
  private static int composed(int before, int character) {
    if (before < 'A' || character < 0x300) {
      return -1;
    }
    String both = new StringBuilder().appendCodePoint(before).appendCodePoint(character).toString();
    String one = Normalizer.normalize(both, Normalizer.Form.NFC);
    return one.codePointCount(0, one.length()) == 1 ? one.codePointAt(0) : -1;
  }

  private static boolean isCombining(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static void escape(StringBuilder shown, int character) {
    switch (character) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        for (char unit : Character.toChars(character)) {
          shown.append(String.format("\\u%04x", (int) unit));
        }
      }
    }
  }
}
