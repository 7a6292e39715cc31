package io.writeback.dataset.body;

import java.io.IOException;
import java.util.Map;

/** Rows that name their cells, one after the other. */
interface Records {
  /**
   * The next row by the names of its cells, in their order; null at the end.
   *
   * @throws io.writeback.problem.WritebackException naming the row that is not well formed
   * @throws IOException if what is read breaks off
   */
  Map<String, Cell> next() throws IOException;
}
