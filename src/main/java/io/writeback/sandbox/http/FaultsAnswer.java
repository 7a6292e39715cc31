package io.writeback.sandbox.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * The admin endpoint {@code /sandbox/faults} of every service; all services share the faults.
 *
 * <p>{@code POST} adds rules as {@link FaultRules} reads them, {@code GET} shows the pending ones,
 * {@code DELETE} removes all.
 */
public final class FaultsAnswer {
  private static final String JSON = "application/json;charset=UTF-8";

  private FaultsAnswer() {}

  public static Response of(Request request, Faults faults) {
    switch (request.method()) {
      case "POST" -> {
        try {
          List<Fault> rules = FaultRules.read(request.bodyText());
          rules.forEach(faults::add);
        } catch (FaultRules.Mistakes e) {
          ObjectNode error = Json.object().put("sandboxError", e.getMessage());
          error.set("mistakes", Json.tree(e.all()));
          return Response.text(400, JSON, Json.write(error));
        }
      }
      case "DELETE" -> faults.clear();
      case "GET" -> {}
      default -> {
        return Response.empty(405);
      }
    }
    return Response.text(200, JSON, Json.write(show(faults)));
  }

  private static ObjectNode show(Faults faults) {
    ObjectNode shown = Json.object().put("waiting", faults.left());
    ArrayNode rules = shown.putArray("rules");
    for (Faults.Count count : faults.counts()) {
      Fault fault = count.fault();
      rules
          .addObject()
          .put("kind", fault.kind().name().toLowerCase(Locale.ROOT))
          .put("service", fault.aim().service())
          .put("method", fault.aim().method())
          .put("path", fault.aim().path().pattern())
          .put("contains", fault.aim().contains().pattern())
          .put("seen", count.seen())
          .put("struck", count.struck());
    }
    return shown;
  }
}
