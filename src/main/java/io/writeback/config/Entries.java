package io.writeback.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The entries of an option that is a list: {@code Project Status=status, Notes=-} has two of two
 * parts each.
 *
 * <p>A backslash makes the next character a part of the name, so that names may hold commas, equals
 * signs and blanks at their ends.
 */
public final class Entries {
  private Entries() {}

  /**
   * Reads the option: the parts of each entry, at least one, which may be empty.
   *
   * @param mistakes receives each mistake, as the rest of a sentence that names the option
   */
  public static List<List<String>> of(String text, Consumer<String> mistakes) {
    List<List<String>> entries = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    Name name = new Name();
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '\\') {
        i++;
        if (i == text.length()) {
          mistakes.accept("ends with a backslash, which has nothing to escape");
        } else {
          name.keep(text.charAt(i));
        }
      } else if (character == '=') {
        parts.add(name.end());
      } else if (character == ',') {
        parts.add(name.end());
        entries.add(parts);
        parts = new ArrayList<>();
      } else {
        name.add(character);
      }
    }
    parts.add(name.end());
    entries.add(parts);
    return entries;
  }

  /**
   * Names with commas between them, written by the same rules; an equals sign needs none.
   *
   * @param mistakes receives each mistake, as the rest of a sentence that names the option
   */
  public static List<String> names(String text, Consumer<String> mistakes) {
    List<String> names = new ArrayList<>();
    for (List<String> parts : of(text, mistakes)) {
      String name = String.join("=", parts);
      if (name.isEmpty()) {
        mistakes.accept("has an empty entry (two commas, or one at the end)");
      } else {
        names.add(name);
      }
    }
    return names;
  }

  /** Gathers a name without the blanks around it, unless they are protected. */
  private static final class Name {
    private final StringBuilder text = new StringBuilder();
    private int kept;

    void add(char character) {
      if (!Character.isWhitespace(character)) {
        keep(character);
      } else if (text.length() > 0) {
        text.append(character);
      }
    }

    void keep(char character) {
      text.append(character);
      kept = text.length();
    }

    String end() {
      String name = text.substring(0, kept);
      text.setLength(0);
      kept = 0;
      return name;
    }
  }
}
