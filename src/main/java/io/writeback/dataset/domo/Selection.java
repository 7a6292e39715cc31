package io.writeback.dataset.domo;

import io.writeback.config.Entries;
import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.config.Suggestion;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Which rows and columns of a DataSet a route reads, where it does not read all of them.
 *
 * @param columns those that are staged, in this order; none for all
 * @param where which rows; null for all
 * @param orderBy columns that tell all rows apart: with them, the pages of an answer can be proven
 *     to have every row once
 * @param onlyNewBatches whether only rows are read that were appended since the last run that
 *     completed
 */
record Selection(
    List<String> columns, Condition where, List<String> orderBy, boolean onlyNewBatches) {
  /** The column in which Domo numbers what was appended to a DataSet. */
  static final String BATCH = "_BATCH_ID_";

  static final Selection ALL = new Selection(List.of(), null, List.of(), false);

  private static final Set<ColumnType> NUMBERS =
      Set.of(ColumnType.LONG, ColumnType.DECIMAL, ColumnType.DOUBLE);

  private static final Option<String> COLUMNS =
      Option.text("columns", "")
          .without("all")
          .says(
              "The columns that are read, in this order, with commas between them (`\\,` is a comma"
                  + " in a name). See [A part of a DataSet](domo.md).")
          .example("ID, Project Status, Due");

  private static final Option<String> WHERE =
      Option.text("where", "")
          .without("all rows")
          .says(
              "Which rows are read, by the grammar of [A part of a DataSet](domo.md#where): texts in"
                  + " single quotes, names with blanks in backticks.")
          .example("`Project Status` = 'Active' AND Budget >= 1000");

  private static final Option<String> ORDER_BY =
      Option.text("orderBy", "")
          .without("required with the other three")
          .says(
              "Columns that tell all rows apart, such as the ID: required with `columns`, `where` and"
                  + " `onlyNewBatches`, whose rows come in pages. A run proves that no two rows share"
                  + " their values; if two do, it fails (WB-121).")
          .example("ID");

  private static final Option<Boolean> ONLY_NEW =
      Option.bool("onlyNewBatches", false)
          .says(
              "Whether only rows are read whose `_BATCH_ID_` is higher than the highest one that a"
                  + " completed run has read. See [Only new batches](domo.md#only-new-batches).");

  /** All of its options, in the order of the documents. */
  static final List<Option<?>> OPTIONS = List.of(COLUMNS, WHERE, ORDER_BY, ONLY_NEW);

  Selection {
    columns = List.copyOf(columns);
    orderBy = List.copyOf(orderBy);
  }

  /** Reads the options, and notes every mistake in them. */
  static Selection of(Settings options) {
    List<String> columns = names(options, COLUMNS);
    Condition where = where(options);
    List<String> orderBy = names(options, ORDER_BY);
    boolean onlyNew = ONLY_NEW.in(options);
    boolean selects = options.text(WHERE.name()).isPresent() || !columns.isEmpty() || onlyNew;
    if (selects && options.text(ORDER_BY.name()).isEmpty()) {
      options.problem(
          Code.MISSING_VALUE,
          ORDER_BY.name(),
          "is missing: columns, where and onlyNewBatches read the rows in pages, and need columns that tell all rows apart, such as the ID");
    } else if (!selects && !orderBy.isEmpty()) {
      options.problem(
          Code.BAD_VALUE,
          ORDER_BY.name(),
          "has no effect without columns, where or onlyNewBatches: the whole DataSet is exported");
    }
    return new Selection(columns, where, orderBy, onlyNew);
  }

  private static List<String> names(Settings options, Option<String> option) {
    String text = option.in(options);
    if (text.isEmpty()) {
      return List.of();
    }
    Consumer<String> mistakes = mistake -> options.problem(Code.BAD_VALUE, option.name(), mistake);
    List<String> names = Entries.names(text, mistakes);
    Set<String> seen = new TreeSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        mistakes.accept("names the column \"%s\" twice".formatted(name));
      } else if (name.indexOf('`') >= 0) {
        mistakes.accept(
            "names the column \"%s\": one with a backtick cannot be queried".formatted(name));
      }
    }
    return names;
  }

  private static Condition where(Settings options) {
    String text = WHERE.in(options);
    try {
      return text.isEmpty() ? null : ConditionText.read(text);
    } catch (IllegalArgumentException e) {
      options.problem(
          Code.BAD_VALUE,
          WHERE.name(),
          "is %s: %s; allowed are %s".formatted(text, e.getMessage(), ConditionText.FORM));
      return null;
    }
  }

  /** Whether it is the whole DataSet, which is exported and not queried. */
  boolean isAll() {
    return orderBy.isEmpty();
  }

  /**
   * The columns that are staged.
   *
   * @param source the DataSet, for messages
   * @throws ConfigurationException with all that does not fit the DataSet
   */
  Schema schema(Schema dataset, String source) {
    List<Problem> problems = new ArrayList<>();
    columns.forEach(name -> require(dataset, COLUMNS, name, source, problems));
    orderBy.forEach(name -> require(dataset, ORDER_BY, name, source, problems));
    if (where != null) {
      where.check(
          dataset,
          name -> require(dataset, WHERE, name, source, problems),
          mistake -> problems.add(new Problem(Code.BAD_VALUE, WHERE.name(), mistake)));
    }
    if (columns.isEmpty()) {
      dataset.names().stream()
          .filter(name -> name.indexOf('`') >= 0)
          .forEach(
              name ->
                  problems.add(
                      new Problem(
                          Code.BAD_VALUE,
                          COLUMNS.name(),
                          "has to name the columns: \"%s\" has a backtick and cannot be queried"
                              .formatted(name))));
    }
    if (onlyNewBatches) {
      batchProblem(dataset, source).ifPresent(problems::add);
    }
    ConfigurationException.throwIfAny(problems.stream().distinct().toList());
    return columns.isEmpty()
        ? dataset
        : new Schema(
            columns.stream().map(name -> dataset.columns().get(dataset.indexOf(name))).toList());
  }

  private static void require(
      Schema dataset, Option<?> option, String name, String source, List<Problem> problems) {
    if (dataset.indexOf(name) < 0) {
      problems.add(
          new Problem(
              Code.UNKNOWN_FIELD,
              option.name(),
              "names the column \"%s\", which %s does not have%s"
                  .formatted(name, source, Suggestion.didYouMean(name, dataset.names()))));
    }
  }

  private static Optional<Problem> batchProblem(Schema dataset, String source) {
    int index = dataset.indexOf(BATCH);
    String problem =
        index < 0
            ? "%s has no column %s: Domo adds it to a DataSet whose update method is Append"
                .formatted(source, BATCH)
            : NUMBERS.contains(dataset.columns().get(index).type())
                ? ""
                : "%s of %s is no column of numbers".formatted(BATCH, source);
    return problem.isEmpty()
        ? Optional.empty()
        : Optional.of(new Problem(Code.NO_BATCHES, ONLY_NEW.name(), problem));
  }
}
