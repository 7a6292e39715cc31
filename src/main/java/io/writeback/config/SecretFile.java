package io.writeback.config;

import io.writeback.problem.Reason;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A secret that is mounted as a file ({@code /run/secrets/…}). */
final class SecretFile {
  private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);

  /** More than any key has. */
  private static final long MOST_BYTES = 64 * 1024;

  private SecretFile() {}

  /**
   * What the file holds, without the line ends behind it.
   *
   * @param key the key that names the file, for the warning if every user may read it
   * @throws IllegalArgumentException saying what is wrong with the file, as the end of a sentence
   *     that begins with the key
   */
  static String read(Path file, String key) {
    try {
      if (Files.size(file) > MOST_BYTES || !Files.isRegularFile(file)) {
        throw wrong(file, "is not a file of at most " + MOST_BYTES + " bytes");
      }
      String text = Files.readString(file).replaceFirst("[\r\n]+$", "");
      if (text.isBlank()) {
        throw wrong(file, "is empty");
      }
      warnIfOpen(file, key);
      return text;
    } catch (NoSuchFileException e) {
      throw wrong(file, "is not there");
    } catch (AccessDeniedException e) {
      throw wrong(file, "may not be read by this user");
    } catch (CharacterCodingException e) {
      throw wrong(file, "is not UTF-8 text");
    } catch (IOException e) {
      throw wrong(file, "cannot be read: " + Reason.of(e));
    }
  }

  private static void warnIfOpen(Path file, String key) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
        && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
      LOG.warn("{}={}: every user of this machine can read the file; chmod 600 it", key, file);
    }
  }

  private static IllegalArgumentException wrong(Path file, String what) {
    return new IllegalArgumentException("names " + file + ", which " + what);
  }
}
