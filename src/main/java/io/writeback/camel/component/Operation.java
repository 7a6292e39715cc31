package io.writeback.camel.component;

import org.apache.camel.Producer;

/** What a step {@code writeback:OPERATION/SUBJECT} does. */
@FunctionalInterface
public interface Operation {
  /** The producer of one use. */
  Producer producer(WritebackEndpoint endpoint);
}
