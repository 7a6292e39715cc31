package io.writeback.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connections of one port: so many at most that bring a request, so many that wait for their
 * answer, and each for so long.
 *
 * <p>If there are more, the one that has taken longest is closed, and not the new one: a client
 * that opens connections and sends nothing keeps no other out.
 */
final class ConnectionBudget {
  static final int MOST = 256;

  /** What a connection is about. */
  private enum Phase {
    /** It brings a request, or may: one that drips it byte by byte is cut off all the same. */
    REQUEST,
    /** Its request is there; its answer is made and sent. */
    ANSWER,
    /** Its answer is a stream or a file. */
    LONG_ANSWER
  }

  /**
   * How long each may take.
   *
   * @param request to bring a request, from opening or from the last answer
   * @param answer to make and to take an answer
   * @param longAnswer the same of a stream or a file
   */
  record Limits(Duration request, Duration answer, Duration longAnswer) {
    static final Limits USUAL =
        new Limits(Duration.ofSeconds(15), Duration.ofMinutes(2), Duration.ofHours(1));

    private Duration of(Phase phase) {
      return switch (phase) {
        case REQUEST -> request;
        case ANSWER -> answer;
        case LONG_ANSWER -> longAnswer;
      };
    }
  }

  private final Vertx vertx;
  private final Limits limits;

  /** With their timers, the longest first. */
  private final Map<Phase, Map<HttpConnection, Long>> connections = new EnumMap<>(Phase.class);

  ConnectionBudget(Vertx vertx, Limits limits) {
    this.vertx = vertx;
    this.limits = limits;
    for (Phase phase : Phase.values()) {
      connections.put(phase, new LinkedHashMap<>());
    }
  }

  void opened(HttpConnection connection) {
    connection.closeHandler(closed -> leave(connection));
    closeIfAny(enter(connection, Phase.REQUEST));
  }

  /** Its request has come to its end. */
  void brought(HttpConnection connection) {
    closeIfAny(move(connection, Phase.ANSWER));
  }

  /** Its answer takes long; whoever calls this sees to it that there are not too many. */
  void keep(HttpConnection connection) {
    move(connection, Phase.LONG_ANSWER);
  }

  /** A request was answered: its connection, unless it was closed, waits for the next one. */
  void answered(HttpConnection connection) {
    closeIfAny(move(connection, Phase.REQUEST));
  }

  private static void closeIfAny(HttpConnection connection) {
    if (connection != null) {
      connection.close();
    }
  }

  /** A connection that was closed meanwhile enters no more. */
  private synchronized HttpConnection move(HttpConnection connection, Phase phase) {
    return leave(connection) ? enter(connection, phase) : null;
  }

  /**
   * @return one that has to go; null if there is room
   */
  private synchronized HttpConnection enter(HttpConnection connection, Phase phase) {
    Map<HttpConnection, Long> there = connections.get(phase);
    there.put(
        connection, vertx.setTimer(limits.of(phase).toMillis(), passed -> connection.close()));
    if (phase == Phase.LONG_ANSWER || there.size() <= MOST) {
      return null;
    }
    Iterator<HttpConnection> each = there.keySet().iterator();
    HttpConnection longest = each.next();
    leave(longest);
    return longest;
  }

  /** Whether it was there. */
  private synchronized boolean leave(HttpConnection connection) {
    for (Map<HttpConnection, Long> phase : connections.values()) {
      Long timer = phase.remove(connection);
      if (timer != null) {
        vertx.cancelTimer(timer);
        return true;
      }
    }
    return false;
  }
}
