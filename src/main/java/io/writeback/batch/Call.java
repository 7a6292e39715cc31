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
 * @param since when the write was intended that the call asks about; null for a call that writes
 */
public record Call(
    DestinationPlan plan,
    List<Record> records,
    HttpRequest request,
    HttpAnswer answer,
    Instant since) {
  static Call of(DestinationPlan plan, List<Record> records) {
    return new Call(plan, records, plan.request(records), null, null);
  }

  public Call authorised() {
    return new Call(plan, records, plan.authorise(request), null, since);
  }

  public Call answered(HttpAnswer whole) {
    return new Call(plan, records, request, whole, since);
  }

  /** What the destination holds, for a call that asks. */
  public ReadBack readBack() {
    return plan.readBack(records, since, request, answer);
  }

  public Receipt receipt() {
    return plan.receipt(records, request, answer);
  }
}
