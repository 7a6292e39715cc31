package io.writeback.camel.component;

import java.util.Optional;
import org.apache.camel.Exchange;

/** Reads the text of messages of a broker, which come unread. */
@FunctionalInterface
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
   * @throws io.writeback.problem.WritebackException if it is not text, or too long
   */
  Optional<Read> of(Exchange exchange);
}
