package io.writeback.destination;

import java.util.Objects;

/**
 * What becomes of the objects that a writeback has written and whose rows are gone.
 *
 * @param deletes whether they are deleted; else the fields that the writeback writes are emptied
 * @param most how many that may be without a person being asked
 */
public record GonePolicy(boolean deletes, GoneLimit most) {
  public GonePolicy {
    Objects.requireNonNull(most);
  }

  /** What is done, in a sentence: {@code cleared}. */
  public String done() {
    return deletes ? "deleted" : "cleared";
  }
}
