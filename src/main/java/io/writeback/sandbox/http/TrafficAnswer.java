package io.writeback.sandbox.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The admin endpoint {@code /sandbox/stats} of a service. */
public final class TrafficAnswer {
  private TrafficAnswer() {}

  /** Resets on {@code POST /sandbox/stats/reset}; shows the counts in any case. */
  public static Response of(Request request, Traffic traffic) {
    if (request.method().equals("POST")) {
      if (!request.path().equals("/sandbox/stats/reset")) {
        return Response.empty(404);
      }
      traffic.reset();
    }
    ObjectNode counts = (ObjectNode) Json.tree(traffic.stats());
    if (!request.query().first("ids").orElse("").equals("true")) {
      counts.remove("writesPerId");
    }
    return Response.text(200, "application/json;charset=UTF-8", Json.write(counts));
  }
}
