package io.writeback.sandbox.workfront;

/**
 * The effect of one refused record on a bulk update.
 *
 * <p>Undocumented: all three modes are possible, so a client must handle each. In every mode a call
 * with an unknown field, bad JSON or more than 100 objects is refused before anything is written.
 */
public enum FailureMode {
  /** Records are processed one by one; those before the refused one stay written (inferred). */
  STOP_AT_FIRST,
  /**
   * All ids, then all permissions, then all values are checked before the first write (inferred).
   */
  VALIDATE_FIRST,
  /** Records are processed one by one; a refusal rolls back the earlier ones (inferred). */
  ALL_OR_NOTHING;

  /** Reads {@code stop-at-first}, {@code validate-first} or {@code all-or-nothing}. */
  public static FailureMode of(String text) {
    for (FailureMode mode : values()) {
      if (mode.toString().equals(text)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "failureMode is stop-at-first, validate-first or all-or-nothing, not '" + text + "'");
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
