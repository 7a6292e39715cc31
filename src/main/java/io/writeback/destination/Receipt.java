package io.writeback.destination;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What the destination answered to one request, checked against what was sent. */
public sealed interface Receipt
    permits Receipt.Delivered,
        Receipt.PerRecord,
        Receipt.Pending,
        Receipt.Gone,
        Receipt.Doubtful,
        Receipt.Refused,
        Receipt.RolledBack,
        ReadBack,
        Held {
  /**
   * It wrote all records; one entry a record, in the order sent.
   *
   * @param remark what a person should know of it, one sentence; mostly ""
   */
  record Delivered(List<Written> written, String remark) implements Receipt {
    public Delivered {
      written = List.copyOf(written);
    }

    public Delivered(List<Written> written) {
      this(written, "");
    }
  }

  /**
   * It answered for each record: it wrote some and refused the others, so that nothing has to be
   * searched and nothing is sent twice. Together they are the records that were sent.
   */
  record PerRecord(List<Written> written, List<Refusal> refused) implements Receipt {
    public PerRecord {
      written = List.copyOf(written);
      refused = List.copyOf(refused);
    }
  }

  /**
   * One record that the destination refused, and did not write.
   *
   * @param message the destination's own words about it
   * @param column the column whose field the words name, "" if they name none
   */
  record Refusal(Record record, String message, String column) {}

  /** A record that was written, and the fields that came back with another value. */
  record Written(Record record, List<Difference> differences) {
    public Written {
      differences = List.copyOf(differences);
    }
  }

  /**
   * It accepted the request and works on it: {@link Plan#poll} asks for the result.
   *
   * @param operation where to ask
   * @param after how long not to ask
   * @param certain what holds already if the run cannot wait any longer; null if nothing does
   */
  record Pending(URI operation, Duration after, Delivered certain) implements Receipt {
    public Pending(URI operation, Duration after) {
      this(operation, after, null);
    }
  }

  /** The operation is unknown now and wrote nothing: its records go out again. */
  record Gone() implements Receipt {}

  /**
   * It accepted the request, and its result cannot be learned.
   *
   * @param message why
   */
  record Doubtful(String message) implements Receipt {}

  /**
   * It refused the request as a whole and named no record: the state of every record is unknown.
   *
   * @param message the destination's own words
   * @param column the column whose field the words name, "" if they name none
   */
  record Refused(String message, String column) implements Receipt {
    public Refused(String message) {
      this(message, "");
    }
  }

  /**
   * It refused the request as a whole and wrote none of its records.
   *
   * @param message the destination's own words
   * @param column the column whose field the words name, "" if they name none
   */
  record RolledBack(String message, String column) implements Receipt {}
}
