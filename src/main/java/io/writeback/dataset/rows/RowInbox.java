package io.writeback.dataset.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.files.FolderSync;
import io.writeback.files.OwnerOnly;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The rows of a writeback that no run has taken yet: a folder with one file a group, each a line of
 * JSON a row. A file is whole and on disk, or not there.
 */
public record RowInbox(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = ".jsonl";
  private static final int DIGITS = 14;

  /**
   * Puts a group in its place among those that are there; the same group again replaces itself.
   *
   * @param rows each the cells of a row as a JSON array
   * @param number higher than those of the groups before it; names begin with it, so that files
   *     sort as their groups began
   */
  public void put(String group, List<String> rows, long number) {
    try {
      Files.createDirectories(folder);
      Path file =
          folder.resolve(String.format(Locale.ROOT, "%0" + DIGITS + "d-%s%s", number, group, FILE));
      Path unfinished = folder.resolve(group + ".tmp");
      Files.deleteIfExists(unfinished);
      try (FileChannel channel = OwnerOnly.create(unfinished);
          BufferedWriter out =
              new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8))) {
        for (String row : rows) {
          out.write(row);
          out.write('\n');
        }
        out.flush();
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      FolderSync.force(folder);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Gives all groups to a run, which keeps them in a folder of its own: taken twice, it has those
   * of the first time and what came since.
   */
  void give(Path run) {
    try {
      Files.createDirectories(run);
      if (!Files.isDirectory(folder)) {
        return;
      }
      for (Path file : sorted(folder)) {
        Files.move(file, run.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
      }
      FolderSync.force(run);
      FolderSync.force(folder);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Hands over the rows in a folder, in the order in which they came. */
  static void each(Path folder, Consumer<List<String>> row) {
    try {
      for (Path file : Files.isDirectory(folder) ? sorted(folder) : List.<Path>of()) {
        try (Stream<String> lines = Files.lines(file)) {
          lines.forEach(line -> row.accept(cells(line)));
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Hands over the rows that wait. */
  void each(Consumer<List<String>> row) {
    each(folder, row);
  }

  private static List<String> cells(String line) {
    try {
      return java.util.Arrays.asList(JSON.readValue(line, String[].class));
    } catch (JsonProcessingException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO, "a file of gathered rows is damaged: " + e.getOriginalMessage(), e);
    }
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(FILE)).sorted().toList();
    }
  }

  private static WritebackException failed(IOException e) {
    return new WritebackException(
        Code.SNAPSHOT_IO, "gathered rows cannot be written or read: " + e, e);
  }
}
