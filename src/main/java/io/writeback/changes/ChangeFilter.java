package io.writeback.changes;

import java.util.Optional;
import org.apache.commons.lang3.Strings;

/**
 * Which changes a person wants to see.
 *
 * @param field the wire name of the only field; "" for all
 * @param kind what becomes of the value
 * @param least how far the value moves at least; empty for any change
 * @param key a part of the key, in any case; "" for all
 */
public record ChangeFilter(String field, Kind kind, Optional<MoveLimit> least, String key) {
  /** What becomes of a value. */
  public enum Kind {
    ANY("all"),
    FROM_EMPTY("from empty"),
    TO_EMPTY("to empty");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As people read it. */
    public String words() {
      return words;
    }

    /** The one that is read so; any other text is all. */
    public static Kind of(String words) {
      for (Kind kind : values()) {
        if (kind.words.equals(words)) {
          return kind;
        }
      }
      return ANY;
    }
  }

  /**
   * How far a value moves at least, as a person writes it.
   *
   * @return empty for a blank text
   * @throws IllegalArgumentException if it is no distance; the message says what is allowed
   */
  public static Optional<MoveLimit> distance(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MoveLimit.parse(text.strip()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("allowed is " + MoveLimit.ALLOWED, e);
    }
  }

  /** Whether it is to be seen. */
  public boolean matches(Change change) {
    return (field.isEmpty() || field.equals(change.field()))
        && isOfKind(change)
        && Strings.CI.contains(change.key(), key)
        && least.map(limit -> isFar(limit, change)).orElse(true);
  }

  private boolean isOfKind(Change change) {
    return switch (kind) {
      case ANY -> true;
      case FROM_EMPTY -> change.fills();
      case TO_EMPTY -> change.empties();
    };
  }

  private static boolean isFar(MoveLimit limit, Change change) {
    return Move.of(change.before(), change.after()).filter(limit::isReachedBy).isPresent();
  }
}
