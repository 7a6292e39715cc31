package io.writeback.run;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/**
 * What a command says to the script that called it. The order is that of severity, the least severe
 * first: where one command has several outcomes, the most severe is its own.
 */
public enum ExitCode {
  /** Every row is confirmed, unchanged or superseded. */
  COMPLETE(0),
  /** Rows were rejected or differ; the rest is written. */
  REJECTS(3),
  /** The work is done, but the output could not be written. */
  OUTPUT_LOST(5),
  /** A run has not finished: a later one, or a person, completes it. */
  UNFINISHED(4),
  /** Nothing was done: the command line or the configuration has to change. */
  CONFIGURATION(2),
  /** A run ended without completing, and does not resume. */
  FAILED(1);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /**
   * The outcome of a number.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static ExitCode of(int number) {
    return Arrays.stream(values())
        .filter(code -> code.number == number)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no exit code: " + number));
  }

  /** The most severe of the outcomes; {@code COMPLETE} if there are none. */
  public static ExitCode worst(Collection<ExitCode> outcomes) {
    return outcomes.stream().max(Comparator.naturalOrder()).orElse(COMPLETE);
  }

  /** The more severe of this and another. */
  public ExitCode or(ExitCode other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
