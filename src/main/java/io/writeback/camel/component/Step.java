package io.writeback.camel.component;

import org.apache.camel.Processor;

/** What a step {@code writeback:OPERATION/SUBJECT} does. */
@FunctionalInterface
public interface Step {
  /** Reads the options of one use. */
  Processor open(WritebackEndpoint endpoint);
}
