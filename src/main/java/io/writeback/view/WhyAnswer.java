package io.writeback.view;

import io.writeback.problem.Code;
import java.time.Instant;
import java.util.List;

/**
 * Which runs have sent a record, and what became of it.
 *
 * @param key of the record, as its destination has it; as it was asked for if several have it
 * @param field null for all
 * @param found the latest first
 * @param runs how many runs were searched
 * @param since when the oldest of them was accepted; null if there was none
 * @param laterRuns how many came after the first that was found, and did not send the record or the
 *     field
 * @param latestRun the last of those; null if there is none
 * @param more whether older runs were not searched any more
 * @param notes what is not known, a sentence each
 */
public record WhyAnswer(
    List<String> targets,
    String key,
    String field,
    List<Finding> found,
    int runs,
    Instant since,
    int laterRuns,
    String latestRun,
    boolean more,
    List<String> notes) {
  public WhyAnswer {
    targets = List.copyOf(targets);
    found = List.copyOf(found);
    notes = List.copyOf(notes);
  }

  /**
   * A record that a run has sent, or would have sent.
   *
   * @param parent the run whose rejects it has sent again, or null
   * @param at when its batch was settled
   * @param source what the run has read
   * @param version of that; may be ""
   * @param row the number of the row in the run; 0 if the record is of an object whose row was gone
   * @param from of a replay the run that has read the row from its source, or null
   * @param fromRow the number of the row there; 0 without one
   * @param place where its batch went, if its rows do not say so; else null
   * @param code why it was rejected, or null
   * @param reason the same in words, or null
   * @param values what is known of its fields
   * @param rowKept whether the row can still be read
   */
  public record Finding(
      String run,
      String writeback,
      String target,
      String key,
      String parent,
      String startedBy,
      String approvedBy,
      Instant at,
      String source,
      String version,
      long row,
      String from,
      long fromRow,
      String place,
      Outcome outcome,
      Code code,
      String reason,
      List<Value> values,
      boolean rowKept) {
    public Finding {
      values = List.copyOf(values);
    }
  }

  /** What became of a record. */
  public enum Outcome {
    CONFIRMED("confirmed"),
    DIFFERS("written, but it holds other values than were sent"),
    IN_DOUBT("in doubt: it may have been written"),
    UNKNOWN("in doubt, or not sent"),
    REJECTED("rejected: it was not written"),
    CLEARED("cleared, as its row was no longer in the DataSet"),
    DELETED("deleted, as its row was no longer in the DataSet"),
    RESTORED("put back as it was before it was cleared"),
    LEFT("left as it was, although its row was no longer in the DataSet");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /**
   * What is known of a field; what is not known is null, and a blank value is "".
   *
   * @param column where its value comes from
   * @param cell the text of that in the source
   * @param before what the destination held before
   * @param after what was sent
   * @param found what the destination held right after, if that is something else
   */
  public record Value(
      String field, String column, String cell, Object before, Object after, String found) {
    Value changed(Object from, Object to) {
      return new Value(field, column, cell, from, to, found);
    }

    Value differing(String sent, String instead) {
      return new Value(field, column, cell, before, after == null ? sent : after, instead);
    }
  }
}
