package io.writeback.sandbox.domo;

import java.util.Set;

/**
 * A column of a DataSet.
 *
 * @param type one of Domo's six types
 */
record Column(String name, String type) {
  private static final Set<String> TYPES =
      Set.of("STRING", "LONG", "DOUBLE", "DECIMAL", "DATE", "DATETIME");

  Column {
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException(
          "The type of column " + name + " is one of " + TYPES + ", not " + type);
    }
  }
}
