package io.writeback.config;

import java.util.function.UnaryOperator;

/**
 * A text in which {@code {{placeholders}}} stand for values.
 *
 * <p>Only the text itself is parsed. A value is inserted as it is: a secret may hold braces and
 * backslashes. {@code \\{{} and {@code \\}}} stand for the braces themselves, as in Camel.
 */
public final class Template {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  private final String text;
  private final UnaryOperator<String> values;

  /** A placeholder has no value; the message is for people and holds no part of a value. */
  public static final class Unresolved extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String placeholder;

    /**
     * @param placeholder as it is written, such as {@code {{env:DOMO_SECRET}}}; "" if that is
     *     unknown
     * @param reason why it has no value
     */
    public Unresolved(String placeholder, String reason) {
      super(reason);
      this.placeholder = placeholder;
    }

    String placeholder() {
      return placeholder;
    }
  }

  private Template(String text, UnaryOperator<String> values) {
    this.text = text;
    this.values = values;
  }

  /**
   * The text with its placeholders filled in.
   *
   * @param values the value of what stands between the braces, such as {@code env:DOMO_SECRET}
   * @throws Unresolved if braces are not closed, or {@code values} throws it
   */
  public static String fill(String text, UnaryOperator<String> values) {
    return new Template(text, values).fill(0, text.length());
  }

  private String fill(int from, int to) {
    StringBuilder filled = new StringBuilder();
    int at = from;
    while (at < to) {
      if (isEscape(at)) {
        filled.append(text, at + 1, at + 3);
        at += 3;
      } else if (text.startsWith(OPEN, at)) {
        int end = end(at + 2, to);
        filled.append(values.apply(fill(at + 2, end)));
        at = end + 2;
      } else {
        filled.append(text.charAt(at));
        at++;
      }
    }
    return filled.toString();
  }

  private boolean isEscape(int at) {
    return text.charAt(at) == '\\'
        && (text.startsWith(OPEN, at + 1) || text.startsWith(CLOSE, at + 1));
  }

  private int end(int from, int to) {
    int depth = 1;
    int at = from;
    while (at < to) {
      if (text.startsWith(CLOSE, at)) {
        depth--;
        if (depth == 0) {
          return at;
        }
        at += 2;
      } else if (text.startsWith(OPEN, at)) {
        depth++;
        at += 2;
      } else {
        at++;
      }
    }
    throw new Unresolved("", "a {{ has no }}");
  }
}
