package io.writeback.batch;

import io.writeback.destination.DestinationPlan;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import java.time.Instant;
import java.util.List;

/**
 * One request for some records of a batch, as it goes through a send route.
 *
 * @param answer null until there is one
 * @param closing the number of the closing if there are no records, else -1
 * @param since for a call that asks what the destination holds: when the write was intended; for
 *     one that asks how far it is: when it was first known to be at work; null for a call that
 *     writes
 */
public record Call(
    DestinationPlan plan,
    List<Record> records,
    int closing,
    HttpRequest request,
    HttpAnswer answer,
    Instant since) {
  static Call of(DestinationPlan plan, List<Record> records, int closing) {
    HttpRequest request =
        closing >= 0 && records.isEmpty() ? plan.closing(closing) : plan.request(records);
    return new Call(plan, records, closing, request, null, null);
  }

  /** The same, with somebody who is asked when all waits are over, before the bytes leave. */
  public Call guarded(Runnable beforeEnd) {
    return new Call(plan, records, closing, request.guarded(beforeEnd), answer, since);
  }

  public Call authorised() {
    return new Call(plan, records, closing, plan.authorise(request), null, since);
  }

  public Call answered(HttpAnswer whole) {
    return new Call(plan, records, closing, request, whole, since);
  }

  /** What the destination holds, for a call that asks. */
  public ReadBack readBack() {
    return plan.readBack(records, since, request, answer);
  }

  /** What became of what was taken, for a call that asks for it. */
  public Receipt polled() {
    return plan.polled(records, closing, since, request, answer);
  }

  public Receipt receipt() {
    return plan.receipt(records, request, answer);
  }
}
