package io.writeback.dataset.rows;

import io.writeback.config.Settings;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.DatasetSourceType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The source {@code rows}: what came one row a message. */
public final class RowsSourceType implements DatasetSourceType {
  private final Path folder;
  private final long quota;

  /**
   * @param folder where each source has a folder of its own
   * @param quota the most bytes that a snapshot may have
   */
  public RowsSourceType(Path folder, long quota) {
    this.folder = folder;
    this.quota = quota;
  }

  @Override
  public String name() {
    return "rows";
  }

  @Override
  public DatasetSource open(Settings options) {
    options.required("name", "a name of these rows, such as that of the writeback");
    options.required("columns", "the names in a row message, such as ID, Name");
    String name =
        options.parsed(
            "name",
            "none",
            "a name of letters, digits and -",
            text -> {
              if (!text.matches("[A-Za-z0-9][A-Za-z0-9-]{0,99}")) {
                throw new IllegalArgumentException();
              }
              return text;
            });
    List<String> columns =
        options.parsed(
            "columns", List.of(), "names with commas between them, none twice", this::columns);
    return new RowsSource(name, columns, folder.resolve(name), quota);
  }

  private List<String> columns(String text) {
    List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (names.stream().anyMatch(String::isEmpty)
        || names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException();
    }
    return names;
  }
}
