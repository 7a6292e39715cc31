package io.writeback.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;

/** Pages beside the API, on its port. */
public interface Site {
  /** Adds its routes. */
  void mount(Router router, Host host);

  /** What the server does for its pages. */
  interface Host {
    Vertx vertx();

    /** The body of a request has come to its end: the answer has a limit of its own. */
    void brought(RoutingContext request);

    /**
     * Does work that may block, on threads that the API does not use. The result is there on the
     * thread that asked.
     *
     * @return fails with {@link Busy}, and nothing is done, if too much is in progress
     */
    <T> Future<T> work(Callable<T> work);

    /**
     * Keeps the connection of a request whose answer takes long: a stream, or a file.
     *
     * @return false if there are too many of these
     */
    boolean keep(RoutingContext request);
  }

  /** So much is in progress that a work was not begun. */
  final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Busy() {
      super("too many requests are in progress", null, false, false);
    }
  }
}
