package io.writeback.log;

import io.writeback.problem.Visible;
import java.util.Map;

/**
 * What happened, and the facts about it: the only argument of a message {@code {}}. Its {@link
 * #toString} is the line for people; JSON has the facts apart.
 */
public interface LogFacts {
  String what();

  /** In the order of the line: texts and numbers. */
  Map<String, Object> facts();

  /** A fact as it stands in a line for people: in quotes if it is more than a word. */
  static String text(String name, Object value) {
    String flat = Visible.line(value.toString().replaceAll("\\s+", " ").strip());
    String shown = flat.matches("[^ \"=]+") ? flat : '"' + flat.replace("\"", "'") + '"';
    return " " + name + "=" + shown;
  }
}
