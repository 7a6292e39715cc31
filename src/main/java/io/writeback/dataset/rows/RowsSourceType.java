package io.writeback.dataset.rows;

import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.dataset.ColumnNames;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.DatasetSourceType;
import io.writeback.problem.Code;
import java.nio.file.Path;
import java.util.List;

/**
 * The source {@code rows}: what came one row a message.
 *
 * @param folder where each source has a folder of its own
 * @param quota the most bytes that a snapshot may have
 * @param isShared whether all machines that execute runs have that folder
 */
public record RowsSourceType(Path folder, long quota, boolean isShared)
    implements DatasetSourceType {
  private static final Option<String> NAME =
      Option.required(
              "name",
              "a name of these rows, such as that of the writeback",
              "none",
              "a name of letters, digits and -",
              RowsSourceType::name)
          .says(
              "The name under which rows are gathered: the folder `rows/NAME` in the data"
                  + " directory.")
          .example("contacts");

  private static final Option<List<String>> COLUMNS =
      Option.required(
              "columns",
              "the names in a row message, such as ID, Name",
              List.<String>of(),
              "names with commas between them, none twice",
              ColumnNames::of)
          .says("The names that a row message may have, in the order of the columns.")
          .example("ID, Name, Status");

  @Override
  public String name() {
    return "rows";
  }

  @Override
  public RouteStep step() {
    return RouteStep.dataset(
        "rows",
        "Rows of messages",
        "Stages the rows received by message since the last run.",
        List.of(NAME, COLUMNS));
  }

  @Override
  public DatasetSource open(Settings options) {
    String name = NAME.in(options);
    if (!isShared) {
      options.problem(
          Code.BAD_VALUE,
          NAME.name(),
          "is gathered in the data directory, which machines do not share where writeback.snapshots"
              + " is set: another machine would not find the rows. Remove that key and share"
              + " writeback.data-dir");
    }
    return new RowsSource(name, COLUMNS.in(options), folder.resolve(name), quota);
  }

  private static String name(String text) {
    if (!text.matches("[A-Za-z0-9][A-Za-z0-9-]{0,99}")) {
      throw new IllegalArgumentException();
    }
    return text;
  }
}
