package io.writeback.changes;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sums the changes of a field up. */
final class FieldCounter {
  private final String field;
  private final LargestMoves numbers = new LargestMoves();
  private final LargestMoves times = new LargestMoves();
  private final FrequentPairs pairs = new FrequentPairs();
  private Moved steepest;
  private long changes;
  private long fromBlank;
  private long toBlank;
  private long unreadable;

  FieldCounter(String field) {
    this.field = field;
  }

  void add(Change change) {
    changes++;
    fromBlank += change.fills() ? 1 : 0;
    toBlank += change.empties() ? 1 : 0;
    pairs.add(change);
    Optional<Move> move = Move.of(change.before(), change.after());
    move.ifPresent(moved -> add(change, moved));
  }

  private void add(Change change, Move move) {
    if (move.kind() == Moved.Kind.TIME) {
      times.add(change, move);
      return;
    }
    numbers.add(change, move);
    if (steepest == null || Moved.isSteeper(move, steepest)) {
      steepest = Moved.of(change, move);
    }
  }

  void unreadable() {
    unreadable++;
  }

  FieldChanges changes() {
    List<Moved> moves = Stream.concat(numbers.list().stream(), times.list().stream()).toList();
    return new FieldChanges(
        field,
        changes,
        fromBlank,
        toBlank,
        unreadable,
        moves,
        steepest,
        pairs.list(),
        pairs.isExact());
  }
}
