package io.writeback.cli;

import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A question to the person at the terminal, which is answered by y or by anything else. */
final class Question {
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  /** What the person says. */
  enum Answer {
    YES,
    NO,
    /** The command was stopped before there was one. */
    NONE
  }

  private Question() {}

  /** Whether someone sees a question there, and can answer it. */
  static boolean isPossible(Screen screen) {
    return screen.terminal().isThere() && screen.terminal().typed() != null;
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param ending whether to wait no longer
   */
  static Answer ask(Screen screen, String question, BooleanSupplier ending) {
    screen.print(question + " [y/N] ");
    screen.flush();
    BlockingQueue<String> lines = new ArrayBlockingQueue<>(1);
    // Nothing ends a thread that waits for a person to type: the command must not wait for it.
    Thread reader = new Thread(() -> lines.offer(line(screen.terminal())), "writeback-question");
    reader.setDaemon(true);
    reader.start();
    try {
      while (!ending.getAsBoolean()) {
        String line = lines.poll(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
        if (line != null) {
          return isYes(line) ? Answer.YES : Answer.NO;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Answer.NONE;
  }

  /** "" at the end of what is typed. */
  private static String line(Terminal terminal) {
    String line = terminal.typed().get();
    return line == null ? "" : line;
  }

  private static boolean isYes(String line) {
    String word = line.strip().toLowerCase(Locale.ROOT);
    return word.equals("y") || word.equals("yes");
  }
}
