package io.writeback.dataset.body;

import io.writeback.dataset.ColumnType;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** The rows of a body, read once. */
interface BodyRows {
  /** The names of the columns. */
  List<String> header();

  /**
   * Hands over the cells of each row, as many as the header has.
   *
   * @throws io.writeback.problem.WritebackException naming the row that is not well formed
   * @throws IOException if what is read breaks off
   */
  void each(Consumer<List<String>> row) throws IOException;

  /** What the values of a column were, once all are read; {@code STRING} if that says nothing. */
  ColumnType type(int column);
}
