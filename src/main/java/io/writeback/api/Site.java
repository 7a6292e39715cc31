package io.writeback.api;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Pages beside the API, on its port. */
public interface Site {
  /** Adds its routes. */
  void mount(Router router, Host host);

  /** What the server does for its pages. */
  interface Host {
    Vertx vertx();

    /**
     * Does work that may block, and gives its result to {@code then} on the thread of the request;
     * what it throws fails the request. If too much is in progress, the request gets a 429.
     */
    <T> void work(RoutingContext request, Callable<T> work, Consumer<T> then);

    /**
     * Keeps the connection of a request whose answer goes on and on.
     *
     * @return false if there are too many of these
     */
    boolean stream(RoutingContext request);
  }
}
