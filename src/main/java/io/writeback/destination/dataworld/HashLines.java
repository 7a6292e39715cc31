package io.writeback.destination.dataworld;

import io.writeback.dataset.Snapshot;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;

/**
 * Lines of a file that begin with #: data.world leaves them out when it reads a CSV file
 * (data.world docs, supported file types). Whether a quote before the # helps is not documented.
 */
final class HashLines {
  private static final int BUFFER = 64 * 1024;

  private long lines;
  private long quoted;
  private long first;

  private long line = 1;

  /** How many bytes of the line were seen, counted to 2. */
  private int seen;

  private boolean quote;
  private boolean afterReturn;

  private HashLines() {}

  /** Looks through a snapshot, without holding it. */
  static HashLines of(Snapshot snapshot) {
    HashLines found = new HashLines();
    try (InputStream in = Files.newInputStream(snapshot.file())) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          found.next(buffer[i]);
        }
      }
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO,
          "the snapshot " + snapshot.file() + " cannot be read: " + Reason.of(e),
          e);
    }
    return found;
  }

  private void next(byte current) {
    if (current == '\n' || current == '\r') {
      line += current == '\n' && afterReturn ? 0 : 1;
      afterReturn = current == '\r';
      seen = 0;
      return;
    }
    afterReturn = false;
    if (current == '#' && (seen == 0 || (seen == 1 && quote))) {
      lines++;
      quoted += seen;
      first = first == 0 ? line : first;
    }
    quote = current == '"';
    seen = Math.min(2, seen + 1);
  }

  /** What a person should know of it. */
  Optional<String> warning() {
    if (lines == 0) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "lines of the file that begin with #: %,d%s, the first is line %,d; data.world keeps them in the file, but leaves them out of its tables",
            lines,
            quoted == 0
                ? ""
                : String.format(
                    Locale.ROOT,
                    " (%,d of them after a quote, which may or may not prevent" + " that)",
                    quoted),
            first));
  }
}
