package io.writeback.destination.workiva;

/**
 * A rectangle of cells of a sheet; rows and columns count from 1, both ends included. It is empty
 * if its end is before its beginning.
 */
record Area(int top, int left, int bottom, int right) {
  /** An area of a size from a corner on. */
  static Area of(int top, int left, int height, int width) {
    return new Area(top, left, top + height - 1, left + width - 1);
  }

  int height() {
    return Math.max(0, bottom - top + 1);
  }

  int width() {
    return Math.max(0, right - left + 1);
  }

  long cells() {
    return (long) height() * width();
  }

  boolean isEmpty() {
    return cells() == 0;
  }

  boolean contains(int row, int column) {
    return row >= top && row <= bottom && column >= left && column <= right;
  }

  boolean meets(Area other) {
    return !isEmpty()
        && !other.isEmpty()
        && top <= other.bottom
        && other.top <= bottom
        && left <= other.right
        && other.left <= right;
  }

  /** The rows of it from one on, as many as said. */
  Area rows(int first, int count) {
    return new Area(first, left, first + count - 1, right);
  }

  /** The smallest area with both; an empty one counts for nothing. */
  Area with(Area other) {
    if (other.isEmpty()) {
      return this;
    }
    return isEmpty()
        ? other
        : new Area(
            Math.min(top, other.top),
            Math.min(left, other.left),
            Math.max(bottom, other.bottom),
            Math.max(right, other.right));
  }

  /** In A1 notation; a single cell has no colon. */
  @Override
  public String toString() {
    if (isEmpty()) {
      return "no cells";
    }
    String first = cell(top, left);
    String last = cell(bottom, right);
    return first.equals(last) ? first : first + ":" + last;
  }

  static String cell(int row, int column) {
    return letters(column) + row;
  }

  /** The name of a column: 1 is A, 27 is AA. */
  static String letters(int column) {
    StringBuilder letters = new StringBuilder();
    for (int rest = column; rest > 0; rest = (rest - 1) / 26) {
      letters.insert(0, (char) ('A' + (rest - 1) % 26));
    }
    return letters.toString();
  }

  /** The number of a column that has these letters. */
  static int column(String letters) {
    int column = 0;
    for (char letter : letters.toCharArray()) {
      column = column * 26 + letter - 'A' + 1;
    }
    return column;
  }
}
