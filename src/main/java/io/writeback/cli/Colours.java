package io.writeback.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Colours of lines that are harmless already: by what a line begins with, so that no text can bring
 * a colour of its own.
 */
final class Colours {
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String BOLD = "1";

  private record Rule(Pattern part, String colour) {
    static Rule of(String part, String colour) {
      return new Rule(Pattern.compile(part), colour);
    }
  }

  /** The first one that fits; group 1 is coloured. */
  private static final List<Rule> RULES =
      List.of(
          Rule.of("^state +(COMPLETE)$", GREEN),
          Rule.of("^state +(FAILED.*)$", RED),
          Rule.of("^state +(\\S.*)$", YELLOW),
          Rule.of("^(WB-\\d{3})(?= )", RED),
          Rule.of("^(Proof:)", GREEN),
          Rule.of("^(The proof FAILS:)", RED),
          Rule.of("^(rejected|differs|in doubt|not sent) +[\\d,]+ ", YELLOW),
          Rule.of("^(What to do|Next|rejected because|differs)$", BOLD));

  private Colours() {}

  static String of(String line, boolean colour) {
    if (!colour) {
      return line;
    }
    for (Rule rule : RULES) {
      Matcher found = rule.part.matcher(line);
      if (found.find()) {
        return line.substring(0, found.start(1))
            + "\u001b["
            + rule.colour
            + "m"
            + found.group(1)
            + "\u001b[0m"
            + line.substring(found.end(1));
      }
    }
    return line;
  }
}
