package io.writeback.changes;

import java.io.IOException;

/** A file of changes is no longer what was written. */
final class DamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param how the end of a sentence, without values
   */
  DamagedException(String how) {
    super(how);
  }

  DamagedException(String how, Throwable cause) {
    super(how, cause);
  }
}
