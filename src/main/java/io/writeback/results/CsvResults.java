package io.writeback.results;

import io.writeback.files.FolderSync;
import io.writeback.files.SpreadsheetCell;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes a file for each run, in the folders {@code rows} and {@code runs}: whole or not at all,
 * and the same one again if it is tried again. What a spreadsheet program would compute is a text.
 */
final class CsvResults implements ResultReceiver {
  private static final CSVFormat CSV =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').setNullString("").get();

  private final Path folder;

  CsvResults(Path folder) {
    this.folder = folder;
  }

  @Override
  public void deliver(ResultLines lines) throws IOException {
    Path kind = Files.createDirectories(folder.resolve(lines.delivery().kind()));
    String name = lines.delivery().runId() + ".csv";
    // Another process may be about to write the same.
    Path unfinished = Files.createTempFile(kind, "." + name, ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(unfinished, Set.of(StandardOpenOption.WRITE));
          CSVPrinter csv =
              new CSVPrinter(
                  new BufferedWriter(
                      Channels.newWriter(channel, StandardCharsets.UTF_8.newEncoder(), -1)),
                  CSV)) {
        csv.printRecord(lines.schema().names());
        lines
            .each()
            .accept(
                cells -> {
                  try {
                    for (String cell : cells) {
                      csv.print(cell == null ? null : SpreadsheetCell.shown(cell));
                    }
                    csv.println();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        csv.flush();
        channel.force(true);
      }
      Files.move(unfinished, kind.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      Files.deleteIfExists(unfinished);
    }
    FolderSync.force(kind.toAbsolutePath());
  }
}
