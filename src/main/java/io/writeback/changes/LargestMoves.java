package io.writeback.changes;

import java.util.ArrayList;
import java.util.List;

/** The largest moves of a field, the largest first; of equal ones the first that came. */
final class LargestMoves {
  static final int MOST = 5;

  private final List<Moved> largest = new ArrayList<>(MOST + 1);

  void add(Change change, Move move) {
    int place = largest.size();
    while (place > 0 && move.by().abs().compareTo(largest.get(place - 1).by().abs()) > 0) {
      place--;
    }
    if (place < MOST) {
      largest.add(place, Moved.of(change, move));
      if (largest.size() > MOST) {
        largest.remove(MOST);
      }
    }
  }

  List<Moved> list() {
    return largest;
  }
}
