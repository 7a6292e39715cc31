package io.writeback.run;

import io.writeback.problem.Code;

/**
 * What became of a row of a run that has ended.
 *
 * @param key of its record; "" if it has none
 * @param code why it was rejected; null if it was not
 * @param reason the same without anything that is the row's own, or the names of the fields that
 *     differ; ""
 */
public record RowOutcome(long row, String key, State state, Code code, String reason) {
  /** What can become of a row, as far as the ledger can tell. */
  public enum State {
    CONFIRMED("confirmed"),
    DIFFERS("differs"),
    UNCHANGED("unchanged"),
    SUPERSEDED("superseded"),
    REJECTED("rejected"),
    IN_DOUBT("in doubt"),
    NOT_SENT("not sent"),

    /** Of a batch with such and such rows, the ledger has their numbers only. */
    IN_DOUBT_OR_NOT_SENT("in doubt or not sent"),
    UNCHANGED_OR_NOT_SENT("unchanged or not sent");

    private final String words;

    State(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }
}
