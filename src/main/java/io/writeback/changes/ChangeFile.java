package io.writeback.changes;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A finished file of changes: compressed, readable by its owner only, in the order of rows.
 *
 * @param changes how many it has
 * @param digest SHA-256 of its bytes, lower-case hex: who approves a plan approves these bytes
 */
public record ChangeFile(Path path, long changes, String digest) implements ChangeSource {
  /**
   * A file that was written before, read to its end: nothing of it is used that is not whole.
   *
   * @throws WritebackException with {@link Code#CHANGES_FILE} if it is missing, cut off or damaged
   */
  public static ChangeFile verified(Path path) {
    try (ChangeReader reader = new ChangeReader(path)) {
      while (reader.hasNext()) {
        reader.next();
      }
      return of(path, reader.count());
    }
  }

  /**
   * Reads a file that was written before. A damaged one may be noticed at its end only: until then
   * nothing of it is to be used.
   */
  public static ChangeReader unverified(Path path) {
    return new ChangeReader(path);
  }

  static ChangeFile of(Path path, long changes) {
    try (InputStream in = Files.newInputStream(path)) {
      return new ChangeFile(path, changes, DigestUtils.sha256Hex(in));
    } catch (IOException e) {
      throw ChangeReader.unreadable(path, e);
    }
  }

  @Override
  public ChangeReader open() {
    return new ChangeReader(path);
  }
}
