package io.writeback.changes;

/**
 * A value that another one replaces, and how often.
 *
 * @param before as people read it, cut short if it is long; null of a blank field
 * @param after the same
 * @param count how often, or more than that if the values were too many to count each
 * @param atLeast how often for certain; equal to {@code count} if each value was counted
 */
public record Replaced(String before, String after, long count, long atLeast) {
  /** Whether it was counted, and not estimated. */
  public boolean exact() {
    return count == atLeast;
  }

  /** The value before, also if there is nothing to see. */
  public String shownBefore() {
    return CellText.shown(before);
  }

  /** The value after, also if there is nothing to see. */
  public String shownAfter() {
    return CellText.shown(after);
  }
}
