package io.writeback.sandbox.dataworld;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The bytes of all files, in a temporary folder that is deleted with the sandbox. */
final class FileBodies implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final Thread atExit = new Thread(this::deleteAll);

  FileBodies() throws IOException {
    folder = Files.createTempDirectory("sandbox-data-world-");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Stores a body, buffering only a part of it in memory.
   *
   * @param most maximum size in bytes
   * @throws DataWorldRefusal if it is larger
   * @throws IOException if it ends early; nothing of it is kept
   */
  FileBody take(InputStream in, long most) throws IOException, DataWorldRefusal {
    Path path = Files.createTempFile(folder, "", "");
    boolean whole = false;
    try {
      FileBody body = copy(in, path, most);
      whole = true;
      return body;
    } finally {
      if (!whole) {
        Files.deleteIfExists(path);
      }
    }
  }

  void drop(FileBody body) throws IOException {
    Files.deleteIfExists(body.path());
  }

  /** The folder, for tests. */
  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    deleteAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The hook is already running.
    }
  }

  private static FileBody copy(InputStream in, Path path, long most)
      throws IOException, DataWorldRefusal {
    MessageDigest digest = sha256();
    long size = 0;
    try (OutputStream out = Files.newOutputStream(path)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        size += read;
        if (size > most) {
          throw DataWorldRefusal.tooLarge(most);
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    return new FileBody(path, size, HexFormat.of().formatHex(digest.digest()));
  }

  /** Files that cannot be deleted stay in the system's temporary folder. */
  private void deleteAll() {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      System.getLogger(FileBodies.class.getName()).log(System.Logger.Level.DEBUG, "sandbox", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
