package io.writeback.dataset;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Reads the rows of a snapshot one by one, and notices if it is no longer what was staged.
 *
 * <p>{@link #hasNext} throws a {@link WritebackException} where the rows cannot be read on: a
 * snapshot was verified before, so its file was changed or the disk fails.
 */
public final class SnapshotReader implements Iterator<Row>, Closeable {
  private final Snapshot snapshot;
  private final CsvRows rows;
  private Optional<Row> next = Optional.empty();
  private boolean ended;

  SnapshotReader(Snapshot snapshot) {
    this.snapshot = snapshot;
    try {
      long bytes = Files.size(snapshot.file());
      if (bytes != snapshot.bytes()) {
        throw changed("it has " + bytes + " bytes, staged were " + snapshot.bytes());
      }
      InputStream in = Files.newInputStream(snapshot.file());
      rows = opened("the snapshot " + snapshot.file(), in);
    } catch (IOException e) {
      throw unreadable(e);
    }
    if (!rows.header().equals(snapshot.schema().names())) {
      close();
      throw changed("it has another header");
    }
  }

  private static CsvRows opened(String source, InputStream in) throws IOException {
    try {
      return CsvRows.of(source, in, StandardCharsets.UTF_8);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    if (next.isEmpty() && !ended) {
      try {
        next = rows.read();
      } catch (IOException e) {
        throw unreadable(e);
      }
      ended = next.isEmpty();
      if (ended && rows.count() != snapshot.rows()) {
        throw changed("it has " + rows.count() + " rows, staged were " + snapshot.rows());
      }
    }
    return next.isPresent();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row row = next.orElseThrow();
    next = Optional.empty();
    return row;
  }

  @Override
  public void close() {
    ended = true;
    next = Optional.empty();
    try {
      rows.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private WritebackException changed(String how) {
    return new WritebackException(
        Code.SNAPSHOT_IO, "the snapshot " + snapshot.file() + " was changed: " + how);
  }

  private WritebackException unreadable(IOException e) {
    return new WritebackException(
        Code.SNAPSHOT_IO, "the snapshot " + snapshot.file() + " cannot be read: " + e, e);
  }
}
