package io.writeback.destination.dataworld;

import io.writeback.dataset.Snapshot;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Lines of a file that begin with #: data.world leaves them out when it reads a CSV file
 * (data.world docs, supported file types). Whether a quote before the # helps is not documented.
 */
final class HashLines {
  private long lines;
  private long quoted;
  private long first;
  private long line;

  private HashLines() {}

  /** Looks through a snapshot line by line. */
  static HashLines of(Snapshot snapshot) {
    HashLines found = new HashLines();
    // What follows the first characters of a line does not matter, nor does its character set.
    try (BufferedReader in =
        Files.newBufferedReader(snapshot.file(), StandardCharsets.ISO_8859_1)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        found.next(text);
      }
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO,
          "the snapshot " + snapshot.file() + " cannot be read: " + Reason.of(e),
          e);
    }
    return found;
  }

  private void next(String text) {
    line++;
    boolean quote = text.startsWith("\"#");
    if (quote || text.startsWith("#")) {
      lines++;
      quoted += quote ? 1 : 0;
      first = first == 0 ? line : first;
    }
  }

  /** What a person should know of it. */
  Optional<String> warning() {
    if (lines == 0) {
      return Optional.empty();
    }
    return Optional.of(
        "lines of the file that begin with #: %,d%s, the first is line %,d; data.world keeps them in the file, but leaves them out of its tables"
            .formatted(
                lines,
                quoted == 0
                    ? ""
                    : " (%,d of them after a quote, which may or may not prevent that)"
                        .formatted(quoted),
                first));
  }
}
