package io.writeback.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connections of one port that have to bring a request: so many at most, each for so long.
 *
 * <p>If there are more, the one that has waited longest is closed, and not the new one: a client
 * that opens connections and sends nothing keeps no other out.
 */
final class ConnectionBudget {
  static final int MOST = 256;
  private static final long REQUEST_MILLIS = 15_000;

  private final Vertx vertx;

  /** With their timers, the longest waiting first. */
  private final Map<HttpConnection, Long> waiting = new LinkedHashMap<>();

  ConnectionBudget(Vertx vertx) {
    this.vertx = vertx;
  }

  void opened(HttpConnection connection) {
    HttpConnection longest = await(connection);
    connection.closeHandler(closed -> cancel(connection));
    if (longest != null) {
      longest.close();
    }
  }

  /** Its request is answered for as long as the caller likes: it waits no more. */
  void keep(HttpConnection connection) {
    cancel(connection);
  }

  /** A request was answered: its connection, unless it was closed, waits for the next one. */
  synchronized void answered(HttpConnection connection) {
    if (waiting.containsKey(connection)) {
      await(connection);
    }
  }

  /**
   * A connection that drips its request byte by byte is cut off all the same.
   *
   * @return one that has to go; null if there is room
   */
  private synchronized HttpConnection await(HttpConnection connection) {
    cancel(connection);
    waiting.put(connection, vertx.setTimer(REQUEST_MILLIS, passed -> connection.close()));
    if (waiting.size() <= MOST) {
      return null;
    }
    Iterator<HttpConnection> each = waiting.keySet().iterator();
    HttpConnection longest = each.next();
    cancel(longest);
    return longest;
  }

  private synchronized void cancel(HttpConnection connection) {
    Long timer = waiting.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }
}
