package io.writeback.destination;

import java.util.List;

/** What the destination answered for the records of one request, checked against what was sent. */
public sealed interface Receipt {
  /** It wrote all of them; one entry a record, in the order sent. */
  record Delivered(List<Delivery> deliveries) implements Receipt {
    public Delivered {
      deliveries = List.copyOf(deliveries);
    }
  }

  /** One record and the fields that came back with another value; none = confirmed. */
  record Delivery(Record record, List<Difference> differences) {
    public Delivery {
      differences = List.copyOf(differences);
    }
  }

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
}
