package io.writeback.camel.component;

import io.writeback.problem.WritebackException;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Reads the text of messages of a broker, which come unread. */
public interface JmsText {
  /**
   * A message as it came.
   *
   * @param id what its broker calls it; null if it has no name
   */
  record Read(String text, String id) {}

  /**
   * The message that an exchange came with; empty if it came from elsewhere.
   *
   * @throws io.writeback.problem.WritebackException if it is not text, too long, or was delivered
   *     too often
   */
  Optional<Read> of(Exchange exchange);

  /**
   * Moves the message that an exchange came with to the dead letters, in the transaction in which
   * it was received.
   *
   * @return false if the exchange came from elsewhere
   */
  boolean refuse(Exchange exchange, WritebackException why);
}
