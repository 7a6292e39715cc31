package io.writeback.destination.workiva;

import io.writeback.dataset.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Counts the texts that a cell of a spreadsheet may read as something else: {@code 00123} as 123,
 * {@code 10%} as 0.1, {@code 1/2} as a date. Whether Workiva does so is not documented; nothing is
 * changed because of it.
 */
final class ParsableTexts {
  /** Longer texts are no numbers or dates. */
  private static final int LONGEST = 40;

  /** Digits that a spreadsheet keeps. */
  private static final int DIGITS = 15;

  private static final int MOST_COLUMNS = 10;

  private static final String NUMBER =
      "[+-]?(?:\\d+|\\d{1,3}(?:,\\d{3})+)(?:\\.\\d*)?(?:E[+-]?\\d+)?|[+-]?\\.\\d+(?:E[+-]?\\d+)?";
  private static final String MONTH =
      "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}";

  /** What a cell may take a text for, as a person calls it. */
  private enum Kind {
    NUMBER(
        "numbers", "[$€£]?(?:" + ParsableTexts.NUMBER + ")|\\((?:" + ParsableTexts.NUMBER + ")\\)"),
    PERCENT("percentages", "(?:" + ParsableTexts.NUMBER + ") ?%"),
    BOOLEAN("truth values", "TRUE|FALSE"),
    DATE(
        "dates",
        "\\d{4}-\\d{1,2}-\\d{1,2}(?:[T ].*)?|\\d{1,4}[/.-]\\d{1,2}(?:[/.-]\\d{1,4})?(?: .*)?"
            + "|\\d{1,2}[- ]?"
            + MONTH
            + "(?:[- ]?\\d{2,4})?|"
            + MONTH
            + "[- ]\\d{1,4}(?:,? \\d{4})?"),
    TIME("times", "\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?: ?[AP]M)?");

    private final String plural;
    private final Pattern form;

    Kind(String plural, String form) {
      this.plural = plural;
      this.form = Pattern.compile(form, Pattern.CASE_INSENSITIVE);
    }
  }

  private final Schema schema;
  private final Map<Integer, Map<Kind, Found>> columns = new TreeMap<>();

  private static final class Found {
    private final String example;
    private long count;

    Found(String example) {
      this.example = example;
    }
  }

  ParsableTexts(Schema schema) {
    this.schema = schema;
  }

  /** Looks at a cell that is sent as text. */
  void look(int column, String text) {
    kind(text)
        .ifPresent(
            kind ->
                columns
                    .computeIfAbsent(column, one -> new EnumMap<>(Kind.class))
                    .computeIfAbsent(kind, one -> new Found(text))
                    .count++);
  }

  private static Optional<Kind> kind(String text) {
    String bare = text.length() > LONGEST ? "" : text.strip();
    if (bare.isEmpty() || isHarmless(bare)) {
      return Optional.empty();
    }
    for (Kind kind : Kind.values()) {
      if (kind.form.matcher(bare).matches()) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** A word, or a number that is written as a cell would write it: nothing is lost. */
  private static boolean isHarmless(String text) {
    char first = text.charAt(0);
    boolean digits = first >= '0' && first <= '9' || first == '-';
    Optional<BigDecimal> number = digits ? CellValues.number(text) : Optional.empty();
    return number
        .filter(read -> read.precision() <= DIGITS && CellMatch.isWrittenAs(read, text))
        .isPresent();
  }

  /** What a person should know of it, one sentence. */
  Optional<String> warning() {
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    List<String> named = new ArrayList<>();
    columns.forEach(
        (column, kinds) -> {
          if (named.size() < MOST_COLUMNS) {
            named.add("column \"%s\": %s".formatted(schema.names().get(column), list(kinds)));
          }
        });
    int more = columns.size() - named.size();
    return Optional.of(
        ("Workiva may interpret texts as something else (%s%s). They are sent as they are, and a"
                + " cell that changes one differs afterwards; cells formatted as text keep them")
            .formatted(
                String.join("; ", named),
                more == 0 ? "" : "; and %d more columns".formatted(more)));
  }

  private static String list(Map<Kind, Found> kinds) {
    List<String> parts = new ArrayList<>();
    kinds.forEach(
        (kind, found) ->
            parts.add("%,d %s, such as \"%s\"".formatted(found.count, kind.plural, found.example)));
    return String.join(" and ", parts);
  }
}
