package io.writeback.destination;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What the destination answered for the records of one request, checked against what was sent. */
public sealed interface Receipt {
  /**
   * It wrote all of them; one entry a record, in the order sent.
   *
   * @param remark what a person should know of it, one sentence; mostly ""
   */
  record Delivered(List<Delivery> deliveries, String remark) implements Receipt {
    public Delivered {
      deliveries = List.copyOf(deliveries);
    }

    public Delivered(List<Delivery> deliveries) {
      this(deliveries, "");
    }
  }

  /**
   * It answered for each record: it wrote some and refused the others, so that nothing has to be
   * searched and nothing is sent twice. Together they are the records that were sent.
   */
  record PerRecord(List<Delivery> written, List<Refusal> refused) implements Receipt {
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

  /** One record and the fields that came back with another value; none = confirmed. */
  record Delivery(Record record, List<Difference> differences) {
    public Delivery {
      differences = List.copyOf(differences);
    }
  }

  /**
   * It has taken the request and works on it: what became of it is told later.
   *
   * @param operation where to ask
   * @param after how long it wants to be left alone
   * @param certain what holds already if nobody can wait any longer; null if nothing does
   */
  record Pending(URI operation, Duration after, Delivered certain) implements Receipt {
    public Pending(URI operation, Duration after) {
      this(operation, after, null);
    }
  }

  /** Nobody knows any more of what was taken: it goes out again, with the same values. */
  record Gone() implements Receipt {}

  /**
   * It was taken, and there is no way to learn what becomes of it.
   *
   * @param message why
   */
  record Doubtful(String message) implements Receipt {}

  /**
   * It refused the request as a whole and named no culprit: the state of every record is unknown.
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
