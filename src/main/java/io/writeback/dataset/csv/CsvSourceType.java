package io.writeback.dataset.csv;

import io.writeback.config.Settings;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.DatasetSourceType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;

/** The source {@code csv}: a file with a header; its columns are text unless types are named. */
public final class CsvSourceType implements DatasetSourceType {
  private final Function<String, Path> paths;
  private final long quota;

  /**
   * @param paths finds a file of the configuration: relative ones belong to its home folder
   * @param quota the most bytes that a snapshot may have
   */
  public CsvSourceType(Function<String, Path> paths, long quota) {
    this.paths = Objects.requireNonNull(paths);
    this.quota = quota;
  }

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public DatasetSource open(Settings options) {
    options.required("file", "the CSV file to read, such as data/projects.csv");
    Path file = options.parsed("file", Path.of(""), "the path of a file", paths);
    Charset charset =
        options.parsed(
            "charset",
            StandardCharsets.UTF_8,
            "the name of a character set such as UTF-8, UTF-16 or windows-1252",
            CsvSourceType::charset);
    CsvTypes types = options.parsed("types", CsvTypes.none(), CsvTypes.ALLOWED, CsvTypes::of);
    return new CsvSource(file, charset, types, quota);
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
