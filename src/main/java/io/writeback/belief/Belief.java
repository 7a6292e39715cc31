package io.writeback.belief;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A sentence about a vendor that the product stands on.
 *
 * @param id stable: {@code WF-03}
 * @param sentence what is believed
 * @param ifWrong what happens if it is not so
 * @param settledBy the setting to change, or what shows whether it is so
 * @param probe how {@code check --probe} finds out
 */
public record Belief(
    String id,
    String sentence,
    Confidence confidence,
    String ifWrong,
    String settledBy,
    Method probe) {
  public enum Method {
    /** By requests that change nothing. */
    READ,
    /** By writing one object with the values that it has. */
    WRITE,
    /** By creating an object and deleting it again. */
    CREATE,
    /** Only real runs show it. */
    NONE;

    @Override
    public String toString() {
      return this == NONE ? "-" : name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int CELLS = 6;

  /**
   * The beliefs of a vendor: the rows of the table {@code beliefs.md} beside a class of it, in
   * their order.
   */
  public static List<Belief> of(Class<?> owner) {
    try (InputStream file = owner.getResourceAsStream("beliefs.md")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("| ") && !line.startsWith("| id "))
          .map(Belief::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Belief parse(String line) {
    String[] cells =
        Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
            .map(String::strip)
            .toArray(String[]::new);
    if (cells.length != CELLS) {
      throw new IllegalArgumentException("a belief has " + CELLS + " cells: " + line);
    }
    Method method =
        switch (cells[5]) {
          case "read" -> Method.READ;
          case "write" -> Method.WRITE;
          case "create" -> Method.CREATE;
          case "-" -> Method.NONE;
          default -> throw new IllegalArgumentException("no probe is called " + cells[5]);
        };
    return new Belief(cells[0], cells[1], Confidence.of(cells[2]), cells[3], cells[4], method);
  }
}
