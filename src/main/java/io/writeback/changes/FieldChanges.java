package io.writeback.changes;

import java.util.List;

/**
 * What would change in a field.
 *
 * @param changes in how many rows
 * @param fromBlank how many of them are empty and would get a value
 * @param toBlank how many of them have a value and would be emptied
 * @param unreadable in how many rows it would be written, and what it holds cannot be read
 * @param moves the largest moves of numbers, then those of times, the largest of each first
 * @param steepest the largest move of a number as a part of the number before; null if none moves
 * @param replaced the values most often replaced, the most frequent first
 * @param counted whether each pair of values was counted; else {@code replaced} has estimates, and
 *     only what occurs often
 */
public record FieldChanges(
    String field,
    long changes,
    long fromBlank,
    long toBlank,
    long unreadable,
    List<Moved> moves,
    Moved steepest,
    List<Replaced> replaced,
    boolean counted) {
  public FieldChanges {
    moves = List.copyOf(moves);
    replaced = List.copyOf(replaced);
  }

  /** The largest moves of a kind. */
  List<Moved> moves(Moved.Kind kind) {
    return moves.stream().filter(moved -> moved.kind() == kind).toList();
  }
}
