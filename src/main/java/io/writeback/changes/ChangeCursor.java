package io.writeback.changes;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Hands out changes in the order of their rows, one after the other. */
public interface ChangeCursor extends Iterator<Change>, Closeable {
  /** What {@link #next} returns next. */
  Change peek();

  /** The changes of a row, none if it has none; those of rows before it are passed over. */
  default List<Change> ofRow(long row) {
    List<Change> changes = new ArrayList<>();
    while (hasNext() && peek().row() <= row) {
      Change change = next();
      if (change.row() == row) {
        changes.add(change);
      }
    }
    return changes;
  }

  @Override
  void close();
}
