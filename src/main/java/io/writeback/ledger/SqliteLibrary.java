package io.writeback.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/** SQLite itself, which is not written in Java. */
public final class SqliteLibrary {
  private SqliteLibrary() {}

  /**
   * Unpacks it into a folder that it makes, for {@code -Dorg.sqlite.lib.path}: without that its
   * driver unpacks it at each start, into a temporary file. This process uses it from there. Where
   * this system has none, or loads none from that folder, there is no such folder.
   */
  public static void unpack(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (packed == null) {
        return;
      }
      Path library = Files.createDirectory(folder).resolve(name);
      Files.copy(packed, library);
      if (!isLoaded(library)) {
        Files.delete(library);
        Files.delete(folder);
      }
    }
  }

  /** False on a disk from which nothing may be executed, for instance. */
  private static boolean isLoaded(Path library) {
    try {
      System.load(library.toString());
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }
}
