package io.writeback.dataset.csv;

import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.dataset.ColumnTypes;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.DatasetSourceType;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * The source {@code csv}: a file with a header; its columns are text unless types are named.
 *
 * @param paths finds a file of the configuration: relative ones belong to its home folder
 * @param quota the most bytes that a snapshot may have
 */
public record CsvSourceType(Function<String, Path> paths, long quota) implements DatasetSourceType {
  private static final Option<String> FILE =
      Option.required("file", "the CSV file to read, such as data/projects.csv")
          .says("The path of the file; relative paths start at the project's folder.")
          .example("exports/projects.csv");

  private static final Option<Charset> CHARSET =
      Option.parsed(
              "charset",
              "UTF-8",
              "the name of a character set such as UTF-8, UTF-16 or windows-1252",
              CsvSourceType::charset)
          .titled("Character set")
          .says("The character set of the file.")
          .example("windows-1252");

  private static final Option<ColumnTypes> TYPES =
      Option.orElse("types", ColumnTypes.none(), ColumnTypes.ALLOWED, ColumnTypes::of)
          .says(
              "The types of columns that are not text: `Budget=decimal, Count=long` (`long`,"
                  + " `decimal`, `double`, `date`, `datetime`, `text`), or `infer`, which reads all"
                  + " rows and treats a column as numbers if each of its cells is one.")
          .example("Budget=decimal, Count=long");

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public RouteStep step() {
    return RouteStep.dataset(
        "csv",
        "CSV file",
        "Stages the rows of a CSV file for the run: all of them, verified, or none.",
        List.of(FILE, CHARSET, TYPES));
  }

  @Override
  public DatasetSource open(Settings options) {
    return new CsvSource(
        paths.apply(FILE.in(options)), CHARSET.in(options), TYPES.in(options), quota);
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
