package io.writeback.sandbox.workfront;

/**
 * What becomes of a bulk update when one of its records is refused.
 *
 * <p>No page of the vendor says it; all three are possible, so a client has to be right under each.
 * In every mode a call with an unknown field, with bad JSON or with more than 100 objects is
 * refused whole before anything is written.
 */
public enum FailureMode {
  /** Records are handled one by one; those before the refused one stay written (inferred). */
  STOP_AT_FIRST,
  /**
   * All ids, then all permissions, then all values are checked before the first write (inferred).
   */
  VALIDATE_FIRST,
  /** Records are handled one by one; a refusal takes back the earlier ones (inferred). */
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
