package io.writeback.transform;

import java.util.Map;

/** The code of the team. */
@FunctionalInterface
public interface RowCode {
  /** The process ends: no later row could have a result. */
  final class EndsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EndsException(Throwable cause) {
      super(cause);
    }
  }

  /**
   * Makes of a row another one; called for one row after the other.
   *
   * @param cells the cells by the names of their columns, which it may change; null is NULL
   * @return the cells by the names of their columns; null if the row is left out
   * @throws EndsException if the process ends
   * @throws Exception if it cannot: the row has no result
   */
  Object call(Map<String, String> cells) throws Exception;

  /** A digest of what it says, as far as that can be seen. */
  default String digest() {
    return "";
  }
}
