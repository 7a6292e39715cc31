package io.writeback.rules;

/** Texts in which a backslash makes the next character an ordinary one. */
final class Escapes {
  private Escapes() {}

  /** The place of a character that no backslash stands before; -1 if there is none. */
  static int indexOf(String text, char wanted, int from) {
    for (int at = from; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character == '\\') {
        at++;
      } else if (character == wanted) {
        return at;
      }
    }
    return -1;
  }

  /** The text without its backslashes, and without the blanks around it that have none. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    int kept = 0;
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character == '\\' && at + 1 < text.length()) {
        plain.append(text.charAt(++at));
        kept = plain.length();
      } else if (!Character.isWhitespace(character)) {
        plain.append(character);
        kept = plain.length();
      } else if (plain.length() > 0) {
        plain.append(character);
      }
    }
    return plain.substring(0, kept);
  }
}
