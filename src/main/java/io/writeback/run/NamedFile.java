package io.writeback.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/**
 * Writes into a file that a user names. Only a regular file is replaced, whole or not at all; a
 * device or a FIFO is written through, and a symbolic link is followed.
 */
final class NamedFile {
  private NamedFile() {}

  /**
   * @throws IOException if it cannot be written; a regular file is as it was then
   */
  static void write(Path file, AtomicFile.Content content) throws IOException {
    BasicFileAttributes there = attributes(file);
    if (there == null) {
      replace(file, content);
    } else if (there.isRegularFile()) {
      replace(file.toRealPath(), content);
    } else if (there.isDirectory()) {
      throw new FileSystemException(file.toString(), null, "is a directory");
    } else {
      try (Writer out =
          new BufferedWriter(
              new OutputStreamWriter(
                  Files.newOutputStream(file, StandardOpenOption.WRITE),
                  StandardCharsets.UTF_8.newEncoder()))) {
        content.writeTo(out);
      }
    }
  }

  /** Of what a name leads to; null if there is nothing under it. */
  private static BasicFileAttributes attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      if (Files.isSymbolicLink(file)) {
        throw new FileSystemException(
            file.toString(),
            null,
            "is a symbolic link to %s, which does not exist"
                .formatted(Files.readSymbolicLink(file)));
      }
      return null;
    }
  }

  private static void replace(Path file, AtomicFile.Content content) throws IOException {
    // A name of its own: FILE.tmp may belong to the user.
    Path unfinished =
        file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    AtomicFile.write(
        file,
        unfinished,
        out -> {
          keepRights(file, unfinished);
          content.writeTo(out);
        });
  }

  private static void keepRights(Path file, Path replacement) throws IOException {
    PosixFileAttributeView rights =
        Files.getFileAttributeView(replacement, PosixFileAttributeView.class);
    if (rights != null && Files.exists(file)) {
      rights.setPermissions(Files.getPosixFilePermissions(file));
    }
  }
}
