package io.writeback.destination.workfront.mapping;

import io.writeback.config.Entries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What the option {@code columns} says: {@code Project Status=status, Notes=-}.
 *
 * <p>A backslash makes the next character a part of the name, so that names may hold commas, equals
 * signs and blanks at their ends.
 *
 * @param fields column to the field it goes to, or nothing if it is left out
 */
record ColumnOverrides(Map<String, Optional<String>> fields) {
  static final ColumnOverrides NONE = new ColumnOverrides(Map.of());

  ColumnOverrides {
    fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** The columns that are not written. */
  Set<String> leftOut() {
    return fields.entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Reads the option.
   *
   * @param mistakes receives each mistake, as the rest of a sentence that names the option
   */
  static ColumnOverrides parse(String text, Consumer<String> mistakes) {
    Map<String, Optional<String>> fields = new LinkedHashMap<>();
    for (List<String> parts : Entries.of(text, mistakes)) {
      String written = String.join("=", parts);
      if (parts.size() == 1 && parts.get(0).isEmpty()) {
        mistakes.accept("has an empty entry (two commas, or one at the end)");
      } else if (parts.size() != 2 || parts.get(0).isEmpty() || parts.get(1).isEmpty()) {
        mistakes.accept(
            "has \"%s\", which is not column=field (write \\= and \\, for those characters in a name)"
                .formatted(written));
      } else if (fields.containsKey(parts.get(0))) {
        mistakes.accept("names the column \"%s\" twice".formatted(parts.get(0)));
      } else {
        fields.put(parts.get(0), Optional.of(parts.get(1)).filter(field -> !field.equals("-")));
      }
    }
    return new ColumnOverrides(fields);
  }
}
