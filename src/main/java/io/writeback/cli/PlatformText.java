package io.writeback.cli;

import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what Java could not read of what the platform gave it: bytes of arguments and paths that
 * are not in the character set of the locale.
 */
final class PlatformText {
  private static final char LOST = '\uFFFD';

  private PlatformText() {}

  static List<Problem> problems(String... args) {
    List<Problem> problems = new ArrayList<>();
    for (int number = 1; number <= args.length; number++) {
      add(problems, "argument " + number, args[number - 1]);
    }
    add(problems, "the project's folder", System.getProperty("writeback.home", ""));
    add(problems, "the current folder", System.getProperty("user.dir", ""));
    return problems;
  }

  private static void add(List<Problem> problems, String what, String text) {
    if (text.indexOf(LOST) >= 0) {
      problems.add(
          new Problem(
              Code.TEXT_LOST,
              what,
              "has characters that are not in %s, the character set of this locale; set LC_ALL to a UTF-8 locale such as C.UTF-8"
                  .formatted(System.getProperty("sun.jnu.encoding"))));
    }
  }
}
