package io.writeback.rules;

import io.writeback.config.Suggestion;
import io.writeback.problem.Code;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which value stands for which cell.
 *
 * @param entries cell to value; "" is a blank
 * @param otherwise what becomes of a cell that is not among them
 */
record ValueMap(Map<String, String> entries, Otherwise otherwise) {
  private static final int MOST_LISTED = 10;

  /** Of more entries the nearest is not searched for each row that is rejected. */
  private static final int MOST_COMPARED = 1_000;

  /**
   * What becomes of a cell that has no entry.
   *
   * @param value the value in its place, for {@link Kind#DEFAULT}; else ""
   */
  record Otherwise(Kind kind, String value) {
    static final Otherwise REJECT = new Otherwise(Kind.REJECT, "");
    static final Otherwise KEEP = new Otherwise(Kind.KEEP, "");

    enum Kind {
      REJECT,
      KEEP,
      DEFAULT
    }

    String described() {
      return switch (kind) {
        case REJECT -> "else reject";
        case KEEP -> "else keep";
        case DEFAULT -> "else default " + value;
      };
    }
  }

  ValueMap {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  String of(String column, String cell) {
    String value = entries.get(cell);
    if (value != null) {
      return value;
    }
    return switch (otherwise.kind()) {
      case KEEP -> cell;
      case DEFAULT -> otherwise.value();
      case REJECT -> throw new RowFault(Code.RULE_VALUE, column, reason(cell));
    };
  }

  private String nearest(String cell) {
    return entries.size() > MOST_COMPARED
        ? ""
        : Suggestion.nearest(cell, entries.keySet())
            .map(near -> "; did you mean " + RowFault.shown(near) + "?")
            .orElse("");
  }

  private String reason(String cell) {
    String known =
        entries.keySet().stream()
            .limit(MOST_LISTED)
            .map(RowFault::shown)
            .collect(Collectors.joining(", "));
    return "%s is none of the %d values that the rule names%s; they are %s%s"
        .formatted(
            RowFault.shown(cell),
            entries.size(),
            nearest(cell),
            known,
            entries.size() > MOST_LISTED ? ", …" : "");
  }
}
