package io.writeback.run;

import io.writeback.files.OwnerOnly;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A folder for files that are being sent: only its owner may enter it, and whoever sends a file
 * deletes it.
 */
public final class Downloads {
  private final Path folder;

  /**
   * @param folder of the data directory; emptied, as a process that was killed while it sent a file
   *     left it
   */
  public Downloads(Path folder) {
    this.folder = folder;
    DataDirectory.create(folder);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Writes into a file that is there, is empty, and is its owner's only. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path file) throws IOException;
  }

  /**
   * Writes a file as a whole; it is gone again if that fails.
   *
   * @throws WritebackException if the folder cannot be used
   */
  public Path write(Content content) {
    Path file = folder.resolve(UUID.randomUUID() + ".csv");
    boolean written = false;
    try {
      OwnerOnly.create(file).close();
      content.writeTo(file);
      written = true;
      return file;
    } catch (IOException e) {
      throw failed(e);
    } catch (UncheckedIOException e) {
      throw failed(e.getCause());
    } finally {
      if (!written) {
        delete(file);
      }
    }
  }

  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private WritebackException failed(IOException e) {
    return new WritebackException(
        Code.SNAPSHOT_IO,
        "the folder %s cannot be used for downloads: %s".formatted(folder, e.getMessage()),
        e);
  }
}
