package io.writeback.dataset;

import java.io.Closeable;
import java.util.Iterator;

/** Reads the rows of a snapshot one by one. */
public final class SnapshotReader implements Iterator<Row>, Closeable {
  SnapshotReader(Snapshot snapshot) {}

  @Override
  public boolean hasNext() {
    return false;
  }

  @Override
  public Row next() {
    throw new java.util.NoSuchElementException();
  }

  @Override
  public void close() {}
}
