package io.writeback.dataset;

import java.util.Arrays;
import java.util.List;

/** The columns that a route lists. */
public final class ColumnNames {
  private ColumnNames() {}

  /**
   * Names with commas between them, none blank, none twice.
   *
   * @throws IllegalArgumentException if they are not
   */
  public static List<String> of(String text) {
    List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (names.stream().anyMatch(String::isEmpty)
        || names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException();
    }
    return names;
  }
}
