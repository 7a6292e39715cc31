package io.writeback.sandbox.http;

import java.io.IOException;

/** Answers requests; services and their wrappers (limits, latency, faults) are all endpoints. */
@FunctionalInterface
public interface Endpoint {
  Response answer(Request request) throws IOException, InterruptedException;
}
