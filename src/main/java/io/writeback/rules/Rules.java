package io.writeback.rules;

import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.destination.Destination;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules that a route gives for fields, as one run uses them.
 *
 * @param text as the route has them
 * @param files the values that were read from files, by the names that the text has
 * @param columns in the order of the text
 */
record Rules(String text, Map<String, Map<String, String>> files, List<ColumnRules> columns) {
  static final String NAME = "rules";

  private static final Option<Optional<String>> TEXT =
      Option.text(NAME)
          .titled("Rules for fields")
          .says(
              "What happens to the cells of a column before they are written, one column a line:"
                  + " `Status: trim; values Active=CUR, On hold=ONH`. See"
                  + " [Rules for fields](field-rules.md).")
          .without("none");

  static final List<Option<?>> OPTIONS = List.of(TEXT);

  Rules {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    columns = List.copyOf(columns);
  }

  /** The text of the option, each mistake in it noted; empty if there are no rules. */
  static Optional<String> text(Settings options, ValueFiles files, Destination destination) {
    Optional<String> text = TEXT.in(options);
    text.ifPresent(
        written -> {
          List<ColumnRules> columns =
              RuleReader.read(
                  written, files, wrong -> options.problem(Code.BAD_VALUE, NAME, wrong));
          unfit(columns, destination)
              .forEach(wrong -> options.problem(Code.BAD_VALUE, NAME, wrong));
        });
    return text;
  }

  /** What a destination cannot do. */
  private static List<String> unfit(List<ColumnRules> columns, Destination destination) {
    List<String> unfit = new ArrayList<>();
    for (ColumnRules column : columns) {
      if (!destination.leavesFields() && column.blankCell().isPresent()) {
        unfit.add(
            "line %d: %s writes every cell, so that a blank one can neither be kept nor cleared; allowed are blank reject and default TEXT"
                .formatted(column.line(), destination.target()));
      }
      if (column.onlyIfBlank() && !(destination.leavesFields() && destination.isLookedAt())) {
        unfit.add(
            "line %d: %s writes every cell, so that onlyIfBlank is not possible there"
                .formatted(column.line(), destination.target()));
      }
    }
    return unfit;
  }

  /**
   * Reads rules, and the files that they name.
   *
   * @throws ConfigurationException naming every mistake
   */
  static Rules read(String text, ValueFiles files) {
    Map<String, Map<String, String>> read = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    List<ColumnRules> columns =
        RuleReader.read(
            text,
            name -> {
              Map<String, String> entries = files.read(name);
              read.put(name, entries);
              return entries;
            },
            wrong -> problems.add(new Problem(Code.BAD_VALUE, NAME, wrong)));
    ConfigurationException.throwIfAny(problems);
    return new Rules(text, read, columns);
  }
}
