package io.writeback.view;

import io.writeback.ledger.ResultDelivery;
import io.writeback.problem.Count;

/** What has become of a delivery of results, in words. */
public final class DeliveryText {
  private DeliveryText() {}

  public static String of(ResultDelivery delivery) {
    String tries = Count.of(delivery.tries(), "try", "tries");
    if (delivery.isDelivered()) {
      return "delivered "
          + StateText.time(delivery.doneAt())
          + (delivery.tries() > 1 ? " after " + tries : "");
    }
    if (delivery.isGivenUp()) {
      return "given up %s after %s: %s"
          .formatted(StateText.time(delivery.doneAt()), tries, delivery.failure());
    }
    String waits = "not delivered since " + StateText.time(delivery.since());
    if (delivery.failure() == null) {
      return delivery.tries() == 0 ? waits + ": not tried yet" : waits + ": being delivered";
    }
    return "%s, %s, the next %s: %s"
        .formatted(waits, tries, StateText.time(delivery.tryAt()), delivery.failure());
  }
}
