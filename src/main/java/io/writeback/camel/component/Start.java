package io.writeback.camel.component;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/** What a route that begins with {@code writeback:OPERATION/SUBJECT} is started by. */
@FunctionalInterface
public interface Start {
  /** The consumer of one use. */
  Consumer consumer(WritebackEndpoint endpoint, Processor processor);
}
