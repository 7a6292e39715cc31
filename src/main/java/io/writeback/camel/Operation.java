package io.writeback.camel;

import org.apache.camel.Producer;

/** What a step {@code writeback:OPERATION/SUBJECT} does. */
@FunctionalInterface
interface Operation {
  /** The producer of one use. */
  Producer producer(WritebackEndpoint endpoint);
}
