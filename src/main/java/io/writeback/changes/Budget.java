package io.writeback.changes;

import io.writeback.config.Entries;
import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.config.Suggestion;
import io.writeback.problem.Code;
import io.writeback.problem.Visible;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * How much a run may change without asking.
 *
 * @param maxChanged how many rows may change; empty for any number
 * @param maxBlanked how many fields of records may be emptied; negative for any number
 * @param maxMove how far the values of fields may move, by the wire names of the fields
 * @param approval when a run waits for a person
 */
public record Budget(
    Optional<RowLimit> maxChanged,
    int maxBlanked,
    Map<String, MoveLimit> maxMove,
    Approval approval) {
  private static final int ANY = -1;
  private static final int MOST_FIELDS = 5;

  private static final Option<Optional<RowLimit>> MAX_CHANGED =
      Option.orElse(
              "maxChanged",
              Optional.<RowLimit>empty(),
              RowLimit.ALLOWED,
              text -> Optional.of(RowLimit.parse(text)))
          .without("any number")
          .titled("Maximum changed rows")
          .says("How many rows a run may change without asking: a number, or a part of its rows.")
          .example("5%");

  private static final Option<Integer> MAX_BLANKED =
      Option.integer("maxBlanked", ANY, 0, Integer.MAX_VALUE)
          .without("any number")
          .titled("Maximum emptied fields")
          .says("How many fields that hold a value a run may empty without asking.")
          .example("100");

  private static final Option<Optional<String>> MAX_MOVE =
      Option.text("maxMove")
          .without("any distance")
          .titled("Maximum moves")
          .says(
              "How far numbers and dates may move in one run without asking, by field:"
                  + " `budget=20%, plannedCompletionDate=30d, priority=1`. A backslash escapes `,`"
                  + " and `=` in a name.")
          .example("budget=20%, plannedCompletionDate=30d, priority=1");

  private static final Option<Approval> APPROVAL =
      Option.choice("approval", Approval.OVER_BUDGET)
          .says(
              "When a run waits for a person before it sends anything: `over-budget` if it is over"
                  + " one of its limits, `always`, or `never`, so that limits are reported only.");

  /** One that limits nothing. */
  public static final Budget NONE =
      new Budget(Optional.empty(), ANY, Map.of(), Approval.OVER_BUDGET);

  /** All of its options, in the order of the documents. */
  public static final List<Option<?>> OPTIONS =
      List.of(MAX_CHANGED, MAX_BLANKED, MAX_MOVE, APPROVAL);

  public Budget {
    maxMove = Collections.unmodifiableMap(new LinkedHashMap<>(maxMove));
  }

  /** Reads the options, and notes every mistake in them; what is mistaken limits nothing. */
  public static Budget of(Settings options) {
    Map<String, MoveLimit> moves =
        MAX_MOVE
            .in(options)
            .map(
                text ->
                    moves(
                        text, mistake -> options.problem(Code.BAD_VALUE, MAX_MOVE.name(), mistake)))
            .orElse(Map.of());
    return new Budget(
        MAX_CHANGED.in(options), MAX_BLANKED.in(options), moves, APPROVAL.in(options));
  }

  private static Map<String, MoveLimit> moves(String text, Consumer<String> mistakes) {
    Map<String, MoveLimit> moves = new LinkedHashMap<>();
    for (List<String> parts : Entries.of(text, mistakes)) {
      if (parts.size() == 1 && parts.get(0).isEmpty()) {
        mistakes.accept("has an empty entry (two commas, or one at the end)");
      } else if (parts.size() != 2 || parts.get(0).isEmpty() || parts.get(1).isEmpty()) {
        mistakes.accept(
            "has \"%s\", which is not field=limit such as budget=20%% (write 1000 without a comma, and \\, and \\= for those characters in a name)"
                .formatted(String.join("=", parts)));
      } else if (moves.containsKey(parts.get(0))) {
        mistakes.accept("names the field \"%s\" twice".formatted(parts.get(0)));
      } else {
        move(parts.get(0), parts.get(1), mistakes)
            .ifPresent(limit -> moves.put(parts.get(0), limit));
      }
    }
    return moves;
  }

  private static Optional<MoveLimit> move(String field, String limit, Consumer<String> mistakes) {
    try {
      return Optional.of(MoveLimit.parse(limit));
    } catch (IllegalArgumentException e) {
      mistakes.accept(
          "has the limit \"%s\" for the field \"%s\", allowed is %s"
              .formatted(limit, field, MoveLimit.ALLOWED));
      return Optional.empty();
    }
  }

  /** Whether a run need not know what it would change before it sends it. */
  public boolean isOff() {
    return approval != Approval.ALWAYS && !hasLimit();
  }

  private boolean hasLimit() {
    return maxChanged.isPresent() || maxBlanked != ANY || !maxMove.isEmpty();
  }

  /**
   * The options that limit fields of records; where all rows go out as a file, none can be kept.
   */
  public List<String> limitsOfFields() {
    List<String> options = new ArrayList<>();
    if (maxBlanked != ANY) {
      options.add(MAX_BLANKED.name());
    }
    if (!maxMove.isEmpty()) {
      options.add(MAX_MOVE.name());
    }
    return options;
  }

  /** What has to be said of a limit of fields where all rows go out as a file. */
  public static String noFieldsIn(String destination) {
    return "limits fields of records, but all rows go to %s as one file, which is compared row by row: take it out, and limit the rows that may differ with maxChanged"
        .formatted(destination);
  }

  /**
   * Limits of fields that are not written: they would keep nothing. Each is the rest of a sentence
   * that names the option {@code maxMove}.
   *
   * @param fields the wire names of all fields that are written
   */
  public List<String> unknownFields(Collection<String> fields) {
    return maxMove.keySet().stream()
        .filter(field -> !fields.contains(field))
        .map(
            field ->
                "names the field \"%s\", which is not written%s"
                    .formatted(field, Suggestion.didYouMean(field, fields)))
        .toList();
  }

  /** Whether a run that would change this waits for a person; one that changes nothing does not. */
  public boolean asks(ChangeSummary summary) {
    return switch (approval) {
      case NEVER -> false;
      case OVER_BUDGET -> !over(summary).isEmpty();
      case ALWAYS ->
          summary.rows().written() > 0 || summary.gone() != null && summary.gone().objects() > 0;
    };
  }

  /** Each limit that the changes are over, as a sentence; none if they are within the budget. */
  public List<String> over(ChangeSummary summary) {
    List<String> sentences = new ArrayList<>();
    maxChanged.flatMap(limit -> limit.over(summary.rows())).ifPresent(sentences::add);
    if (maxBlanked != ANY && summary.emptied() > maxBlanked) {
      sentences.add(blanked(summary));
    }
    for (FieldChanges field : summary.fields()) {
      Optional.ofNullable(maxMove.get(field.field()))
          .flatMap(limit -> limit.over(field))
          .ifPresent(sentences::add);
    }
    return sentences.stream().map(Visible::line).toList();
  }

  private String blanked(ChangeSummary summary) {
    List<FieldChanges> emptied =
        summary.fields().stream().filter(field -> field.toBlank() > 0).toList();
    String fields =
        emptied.stream()
            .sorted(Comparator.comparingLong(FieldChanges::toBlank).reversed())
            .limit(MOST_FIELDS)
            .map(field -> String.format(Locale.ROOT, "%s %,d", field.field(), field.toBlank()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%,d %s would be emptied (%s%s); the budget allows %,d",
        summary.emptied(),
        summary.emptied() == 1 ? "value" : "values",
        fields,
        emptied.size() > MOST_FIELDS ? ", …" : "",
        maxBlanked);
  }
}
