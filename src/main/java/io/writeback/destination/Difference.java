package io.writeback.destination;

import java.util.Objects;

/** A field that holds another value than was sent, although the destination said yes. */
public record Difference(String field, String sent, String found) {
  public Difference {
    Objects.requireNonNull(field);
    Objects.requireNonNull(sent);
    Objects.requireNonNull(found);
  }
}
