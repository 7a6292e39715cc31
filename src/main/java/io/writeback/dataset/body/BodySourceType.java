package io.writeback.dataset.body;

import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.dataset.ColumnNames;
import io.writeback.dataset.ColumnTypes;
import io.writeback.dataset.CsvDialect;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.DatasetSourceType;
import io.writeback.problem.Code;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The source {@code body}: what the steps before it, or the trigger, have put into the body.
 *
 * @param quota the most bytes that a snapshot may have
 */
public record BodySourceType(long quota) implements DatasetSourceType {
  private static final String NO_CHARACTER = "none";

  private static final Option<BodyFormat> FORMAT =
      Option.choice("format", BodyFormat.CSV)
          .says(
              "What the body is: `csv` text, `json` text (an array of objects, or one object after"
                  + " the other, as JSON lines), or `rows`, an iterator or a list of maps, as"
                  + " camel-sql gives them.");

  private static final Option<List<String>> COLUMNS =
      Option.orElse(
              "columns",
              List.<String>of(),
              "names with commas between them, none twice",
              ColumnNames::of)
          .without("those of the header or the first row")
          .says(
              "The columns to take, in this order; what else the rows have is left out. Required"
                  + " for CSV without a header.")
          .example("ID, Name, Status");

  private static final Option<ColumnTypes> TYPES =
      Option.orElse("types", ColumnTypes.none(), ColumnTypes.ALLOWED, ColumnTypes::of)
          .says(
              "The types of columns: `Budget=decimal, Count=long` (`long`, `decimal`, `double`,"
                  + " `date`, `datetime`, `text`), or `infer`, which treats a column as numbers if"
                  + " each of its cells is one. Without it, CSV is text, and other values have the"
                  + " type that they come with.")
          .example("Budget=decimal, Count=long");

  private static final Option<Charset> CHARSET =
      Option.parsed(
              "charset",
              "UTF-8",
              "the name of a character set such as UTF-8, UTF-16 or windows-1252",
              BodySourceType::charset)
          .titled("Character set")
          .says(
              "The character set of a body that is bytes or a file, unless its message names one"
                  + " (an HTTP response, or `charset` of a `file:` endpoint).")
          .example("windows-1252");

  private static final Option<List<String>> AT =
      Option.orElse(
              "at", List.<String>of(), "a path of names such as /data/items", BodySourceType::path)
          .without("the document itself")
          .says("JSON: where in the document the rows are, a path of names.")
          .example("/data/items");

  private static final Option<Character> DELIMITER =
      character("delimiter", ",", "CSV: the character between two cells, or `tab`.").example(";");

  private static final Option<Character> QUOTE =
      character("quote", "\"", "CSV: the character around a cell, or `none`.").example("'");

  private static final Option<Character> ESCAPE =
      character(
          "escape",
          NO_CHARACTER,
          "CSV: the character that makes the next one a part of the cell, such as `\\`. Without"
              + " it, a quote within a cell is written twice.");

  private static final Option<Boolean> HEADER =
      Option.bool("header", true)
          .says("CSV: whether the first row has the names of the columns. If not, list `columns`.");

  private static final Option<Optional<String>> NULL_STRING =
      Option.text("nullString")
          .without("none")
          .says("CSV: a cell with this text is NULL, as an empty cell without quotes is.")
          .example("NULL");

  private static final Option<Boolean> TRIM =
      Option.bool("trim", false).says("CSV: whether blanks around a cell are dropped.");

  private static final Option<Integer> SKIP_LINES =
      Option.integer("skipLines", 0, 0, 1_000_000)
          .says("CSV: how many lines are before the header, or before the first row.");

  private static final List<Option<?>> OF_CSV =
      List.of(DELIMITER, QUOTE, ESCAPE, HEADER, NULL_STRING, TRIM, SKIP_LINES);

  @Override
  public String name() {
    return "body";
  }

  @Override
  public RouteStep step() {
    return RouteStep.dataset(
        "body",
        "Body of the message",
        "Stages the rows in the body for the run: all of them, or none. The body is what the steps"
            + " before this one have put there, or what came with the trigger.",
        Stream.concat(Stream.of(FORMAT, COLUMNS, TYPES, CHARSET, AT), OF_CSV.stream())
            .<Option<?>>map(option -> option)
            .toList());
  }

  @Override
  public DatasetSource open(Settings options) {
    BodyFormat format = FORMAT.in(options);
    CsvDialect dialect =
        new CsvDialect(
            DELIMITER.in(options),
            QUOTE.in(options),
            ESCAPE.in(options),
            HEADER.in(options),
            NULL_STRING.in(options).orElse(null),
            TRIM.in(options),
            SKIP_LINES.in(options));
    BodySource source =
        new BodySource(
            format,
            COLUMNS.in(options),
            TYPES.in(options),
            CHARSET.in(options),
            AT.in(options),
            dialect,
            quota);
    check(source, options);
    return source;
  }

  private static void check(BodySource source, Settings options) {
    CsvDialect dialect = source.dialect();
    if (source.format() != BodyFormat.CSV) {
      OF_CSV.stream()
          .filter(
              option ->
                  options
                      .text(option.name())
                      .filter(given -> !given.equalsIgnoreCase(option.fallback()))
                      .isPresent())
          .forEach(option -> options.problem(Code.BAD_VALUE, option.name(), "is for format: csv"));
    } else if (!dialect.header() && source.columns().isEmpty()) {
      options.problem(
          Code.MISSING_VALUE,
          COLUMNS.name(),
          "is required where header is false: it has the names");
    } else if (!areDistinct(dialect.delimiter(), dialect.quote(), dialect.escape())) {
      options.problem(
          Code.BAD_VALUE, DELIMITER.name(), "is a character that quote or escape has too");
    }
    if (source.format() != BodyFormat.JSON && !source.at().isEmpty()) {
      options.problem(Code.BAD_VALUE, AT.name(), "is for format: json");
    }
  }

  private static boolean areDistinct(char delimiter, char quote, char escape) {
    return delimiter != quote
        && delimiter != escape
        && (quote != escape || quote == CsvDialect.NONE);
  }

  private static Option<Character> character(String name, String fallback, String sentence) {
    return Option.parsed(
            name, fallback, "one character, tab, or none", text -> character(name, text))
        .says(sentence);
  }

  private static char character(String name, String text) {
    if (text.equals("tab") || text.equals("\\t")) {
      return '\t';
    }
    if (text.equals(NO_CHARACTER) && !name.equals("delimiter")) {
      return CsvDialect.NONE;
    }
    if (text.length() != 1 || text.charAt(0) == '\n' || text.charAt(0) == '\r') {
      throw new IllegalArgumentException();
    }
    return text.charAt(0);
  }

  private static List<String> path(String text) {
    if (!text.startsWith("/") || text.endsWith("/")) {
      throw new IllegalArgumentException();
    }
    // RFC 6901.
    return Arrays.stream(text.substring(1).split("/", -1))
        .map(name -> name.replace("~1", "/").replace("~0", "~"))
        .toList();
  }

  /** The JDK's own message only repeats the name. */
  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
