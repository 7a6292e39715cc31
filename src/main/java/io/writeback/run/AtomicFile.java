package io.writeback.run;

import io.writeback.files.FolderSync;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Writes files whole or not at all: under its name a file is on the disk to its end, or what was
 * there before is.
 */
final class AtomicFile {
  private AtomicFile() {}

  /** What writes the content of a text file. */
  @FunctionalInterface
  interface Content {
    void writeTo(Writer out) throws IOException;
  }

  /** Writes a file in a folder of ours; what an earlier try left beside it is replaced. */
  static void write(Path file, Content content) throws IOException {
    Path unfinished = unfinished(file);
    Files.deleteIfExists(unfinished);
    write(file, unfinished, content);
  }

  /** The same of a file that is no text. */
  static void write(Path file, byte[] content) throws IOException {
    Path unfinished = unfinished(file);
    Files.deleteIfExists(unfinished);
    place(
        file,
        unfinished,
        channel -> {
          for (ByteBuffer bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
            channel.write(bytes);
          }
        });
  }

  private static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }

  /**
   * Writes a file by way of another one, which must not be there.
   *
   * @param unfinished in the same folder; gone when this returns or throws
   */
  static void write(Path file, Path unfinished, Content content) throws IOException {
    place(
        file,
        unfinished,
        channel -> {
          Writer out =
              new BufferedWriter(
                  Channels.newWriter(channel, StandardCharsets.UTF_8.newEncoder(), -1));
          content.writeTo(out);
          out.flush();
        });
  }

  @FunctionalInterface
  private interface Bytes {
    void writeTo(FileChannel channel) throws IOException;
  }

  private static void place(Path file, Path unfinished, Bytes content) throws IOException {
    // Whoever has this name already is not ours to remove.
    FileChannel open =
        FileChannel.open(
            unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    try {
      try (FileChannel channel = open) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    FolderSync.force(file.toAbsolutePath().getParent());
  }
}
