package io.writeback.alert;

import io.writeback.problem.Reason;
import java.util.Map;

/**
 * Sends the JSON text to the broker, without the report: a message has a maximum size.
 *
 * @param queue its name, {@code topic:NAME} for a topic
 */
record QueueChannel(Broker broker, String queue) implements Channel {
  @Override
  public void deliver(AlertText text) throws UndeliveredException {
    try {
      broker.send(
          queue,
          text.json(true),
          Map.of(
              "event",
              text.event(),
              "alertId",
              Long.toString(text.message().number()),
              "writeback",
              text.message().writeback(),
              "rule",
              text.message().rule().key()));
    } catch (Exception e) {
      throw new UndeliveredException("the broker did not accept it: " + Reason.of(e));
    }
  }
}
