package io.writeback.rules;

import io.writeback.dataset.ColumnType;
import io.writeback.destination.BlankCell;
import io.writeback.problem.Code;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of one column, applied in the order of the components: where its text comes from, then
 * trim, values, date or number, truncate, and last what a blank is.
 *
 * @param column an existing or a new column
 * @param line of the route's text
 * @param written the rules as the route has them
 * @param constant its text in every row; null if it has none
 * @param template what its text is made of; null if it is its own cell
 * @param values null if cells are not looked up
 * @param number null if it is no number
 * @param date null if it is no date
 * @param truncate the most characters; 0 for any number
 * @param blank what becomes of a blank; null if the sink's options say so
 * @param substitute the text in place of a blank; null if there is none
 * @param onlyIfBlank whether a field is written only where the destination has no value
 */
record ColumnRules(
    String column,
    int line,
    String written,
    String constant,
    Template template,
    boolean trim,
    ValueMap values,
    NumberText number,
    DateText date,
    int truncate,
    Blank blank,
    String substitute,
    boolean onlyIfBlank) {
  /** What a person sees as one character, which is never cut. */
  private static final Pattern CHARACTER = Pattern.compile("\\X");

  enum Blank {
    KEEP,
    CLEAR,
    REJECT
  }

  /** Whether it needs no column of the DataSet of its name. */
  boolean isMade() {
    return constant != null || template != null;
  }

  /** The columns of the DataSet that decide its text. */
  Set<String> sources() {
    return constant != null
        ? Set.of()
        : template != null ? template.columns() : new LinkedHashSet<>(Set.of(column));
  }

  /** What a blank does to its field, if that is not for the sink's options to say. */
  Optional<BlankCell> blankCell() {
    if (blank == Blank.KEEP) {
      return Optional.of(BlankCell.KEEP);
    }
    return blank == Blank.CLEAR ? Optional.of(BlankCell.CLEAR) : Optional.empty();
  }

  /** The type of its cells, where the rules decide it. */
  ColumnType type(ColumnType before) {
    if (date != null) {
      return date.hasTime() ? ColumnType.DATETIME : ColumnType.DATE;
    }
    if (number != null) {
      return ColumnType.DECIMAL;
    }
    return isMade() || values != null || substitute != null || truncate > 0
        ? ColumnType.STRING
        : before;
  }

  /**
   * Its cell in a row; null if it is blank.
   *
   * @param cells the cell of a column of the DataSet; null if it is blank
   */
  String cell(Function<String, String> cells) {
    String text =
        constant != null ? constant : template != null ? template.text(cells) : cells.apply(column);
    if (trim && text != null) {
      text = text.strip();
    }
    if (values != null && !isBlank(text)) {
      text = values.of(column, text);
    }
    if (date != null && !isBlank(text)) {
      text = date(text);
    }
    if (number != null && !isBlank(text)) {
      text = number(text);
    }
    if (truncate > 0 && text != null && text.length() > truncate) {
      text = truncated(text);
    }
    return isBlank(text) ? ofBlank() : text;
  }

  private String date(String text) {
    String read = date.read(text.strip()).orElse(null);
    if (read == null) {
      throw new RowFault(
          Code.RULE_FORMAT,
          column,
          "%s is not a date written as \"%s\"".formatted(RowFault.shown(text), date.sample()));
    }
    return read;
  }

  private String number(String text) {
    String read = number.read(text.strip()).orElse(null);
    if (read == null) {
      throw new RowFault(
          Code.RULE_FORMAT,
          column,
          "%s is not a number written as \"%s\"".formatted(RowFault.shown(text), number.example()));
    }
    return read;
  }

  private String truncated(String text) {
    Matcher characters = CHARACTER.matcher(text);
    int count = 0;
    int end = 0;
    while (characters.find()) {
      count +=
          Character.codePointCount(characters.group(), 0, characters.end() - characters.start());
      if (count > truncate) {
        break;
      }
      end = characters.end();
    }
    return text.substring(0, end);
  }

  private String ofBlank() {
    if (blank == Blank.REJECT) {
      throw new RowFault(
          Code.RULE_BLANK, column, "it is blank, and the rule blank reject forbids that");
    }
    return substitute;
  }

  static boolean isBlank(String cell) {
    return cell == null || cell.isBlank();
  }
}
