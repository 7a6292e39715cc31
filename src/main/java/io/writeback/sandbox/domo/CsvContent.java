package io.writeback.sandbox.domo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The bytes of a DataSet, without a byte order mark, and when they last changed. */
interface CsvContent {
  InputStream open() throws IOException;

  Instant changedAt() throws IOException;

  /** A file, read again for every export. */
  static CsvContent file(Path path) {
    return new CsvContent() {
      @Override
      public InputStream open() throws IOException {
        return withoutMark(Files.newInputStream(path));
      }

      @Override
      public Instant changedAt() throws IOException {
        return Files.getLastModifiedTime(path).toInstant();
      }
    };
  }

  /** Bytes in memory. */
  static CsvContent bytes(byte[] bytes, Instant changedAt) {
    byte[] copy = bytes.clone();
    return new CsvContent() {
      @Override
      public InputStream open() throws IOException {
        return withoutMark(new ByteArrayInputStream(copy));
      }

      @Override
      public Instant changedAt() {
        return changedAt;
      }
    };
  }

  private static InputStream withoutMark(InputStream in) throws IOException {
    PushbackInputStream bytes = new PushbackInputStream(in, 3);
    byte[] start = bytes.readNBytes(3);
    boolean mark =
        start.length == 3
            && start[0] == (byte) 0xEF
            && start[1] == (byte) 0xBB
            && start[2] == (byte) 0xBF;
    if (!mark) {
      bytes.unread(start);
    }
    return bytes;
  }
}
