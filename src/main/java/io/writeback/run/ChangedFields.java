package io.writeback.run;

import io.writeback.changes.Change;
import io.writeback.destination.Record;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The changes of one row as a record, without the row itself: an undo does not have it. */
final class ChangedFields {
  /** What a number, a flag or the frame of a text takes in a request or in an answer. */
  private static final int SCALAR = 24;

  /** What an answer makes of a character that is no plain one. */
  private static final int ESCAPED = 6;

  private ChangedFields() {}

  /**
   * A record of what the changes write, which expects what they replace.
   *
   * @param changes at least one, of one row of any run
   */
  static Record record(List<Change> changes) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Map<String, Object> holding = new LinkedHashMap<>();
    long bytes = SCALAR;
    for (Change change : changes) {
      fields.put(change.field(), change.after());
      holding.put(change.field(), change.before());
      bytes += bytes(change.field()) + Math.max(bytes(change.before()), bytes(change.after()));
    }
    int size = (int) Math.min(Integer.MAX_VALUE, bytes);
    Change first = changes.get(0);
    return new Record(first.row(), first.key(), fields, size).onlyIf(fields, holding);
  }

  private static long bytes(Object value) {
    if (value instanceof Collection<?> list) {
      return list.stream().mapToLong(ChangedFields::bytes).sum() + SCALAR;
    }
    return value instanceof String text
        ? SCALAR + text.chars().mapToLong(each -> isPlain(each) ? 1 : ESCAPED).sum()
        : SCALAR;
  }

  private static boolean isPlain(int character) {
    return Character.isLetterOrDigit(character) && character < 128 || character == ' ';
  }
}
