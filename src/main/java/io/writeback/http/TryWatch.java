package io.writeback.http;

import java.net.URI;

/** Observes each try of a request, on its thread; it has to be quick. */
@FunctionalInterface
public interface TryWatch {
  TryWatch NONE = (method, target, path) -> null;

  /**
   * A try begins: it waits for a place under the limit of its host first.
   *
   * @param target the server, without a path
   * @param path without a query, which may hold values of rows
   * @return observes it to its end; null if nothing does
   */
  Try begins(String method, URI target, String path);

  /** One of the two is called, once. */
  interface Try {
    /** There is an answer; of a streamed one, its head. */
    void answered(int status);

    /** There is no answer, or the request did not leave. */
    void failed(Exception failure);
  }
}
