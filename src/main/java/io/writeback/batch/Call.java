package io.writeback.batch;

import io.writeback.destination.DestinationPlan;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import java.util.List;

/**
 * One request for some records of a batch, as it goes through a send route.
 *
 * @param answer null until there is one
 */
public record Call(
    DestinationPlan plan, List<Record> records, HttpRequest request, HttpAnswer answer) {
  static Call of(DestinationPlan plan, List<Record> records) {
    return new Call(plan, records, plan.request(records), null);
  }

  public Call authorised() {
    return new Call(plan, records, plan.authorise(request), null);
  }

  public Call answered(HttpAnswer whole) {
    return new Call(plan, records, request, whole);
  }

  public Receipt receipt() {
    return plan.receipt(records, request, answer);
  }
}
