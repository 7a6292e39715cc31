package io.writeback.alert;

import java.util.Map;

/** What messages need of the queue. */
@FunctionalInterface
public interface Broker {
  /**
   * Sends a text, and waits until the broker has it.
   *
   * @param queue its name, {@code topic:NAME} for a topic
   * @param properties of the message
   */
  void send(String queue, String text, Map<String, String> properties) throws Exception;
}
