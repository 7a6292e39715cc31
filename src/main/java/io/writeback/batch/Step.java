package io.writeback.batch;

import io.writeback.destination.Exchange;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import java.time.Duration;
import java.util.List;

/** What a batch does next. */
public sealed interface Step {
  Exchange exchange();

  /** How long not to do it yet. */
  default Duration after() {
    return Duration.ZERO;
  }

  /** Sends some of its rows, for the first time or again. */
  record Write(Work work, Exchange exchange) implements Step {}

  /** Does what the object of a record needs before it is written. */
  record Prepare(Record record, Exchange exchange) implements Step {}

  /** Asks what the destination holds in place of records, before it is overwritten. */
  record Look(List<Record> records, Exchange exchange) implements Step {}

  /**
   * Asks what the destination holds for records that may have been written.
   *
   * @param after how long not to ask yet
   */
  record ReadBack(List<Record> records, Exchange exchange, Duration after) implements Step {}

  /**
   * Asks what became of what the destination works on.
   *
   * @param after how long not to ask yet
   */
  record Poll(Exchange exchange, Duration after) implements Step {}

  /** Nothing: every row has its outcome, or the batch or its run ends without one. */
  record Done() implements Step {
    @Override
    public Exchange exchange() {
      throw new IllegalStateException("nothing is to be sent");
    }
  }
}
