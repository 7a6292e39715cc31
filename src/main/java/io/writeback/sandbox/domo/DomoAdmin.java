package io.writeback.sandbox.domo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Endpoint;
import io.writeback.sandbox.http.Faults;
import io.writeback.sandbox.http.FaultsAnswer;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import io.writeback.sandbox.http.Traffic;
import io.writeback.sandbox.http.TrafficAnswer;
import java.time.Duration;
import java.util.Set;

/**
 * The control endpoints of the simulated Domo, without login.
 *
 * <ul>
 *   <li>{@code POST /sandbox/datasets/GUID} with any of the knobs of {@link DataSetKnobs}; {@code
 *       GET} shows them; {@code DELETE} resets them
 *   <li>{@code POST /sandbox/settings} with any of {@code expireTokens: true, tokenLifetimeMillis,
 *       expiredExportIs406, appendMillis, appendFails}
 *   <li>{@code POST /sandbox/faults}, {@code DELETE /sandbox/faults}, {@code GET /sandbox/stats},
 *       {@code POST /sandbox/stats/reset} as at Workfront
 * </ul>
 */
final class DomoAdmin implements Endpoint {
  private static final String DATASETS = "/sandbox/datasets/";

  private final Domo domo;
  private final Traffic traffic;
  private final Faults faults;

  DomoAdmin(Domo domo, Traffic traffic, Faults faults) {
    this.domo = domo;
    this.traffic = traffic;
    this.faults = faults;
  }

  @Override
  public Response answer(Request request) {
    try {
      if (request.path().startsWith(DATASETS)) {
        return dataSet(request, request.path().substring(DATASETS.length()));
      }
      return switch (request.method() + " " + request.path()) {
        case "POST /sandbox/settings" -> settings(Json.read(request.bodyText()));
        case "GET /sandbox/faults", "POST /sandbox/faults", "DELETE /sandbox/faults" ->
            FaultsAnswer.of(request, faults);
        case "GET /sandbox/stats", "POST /sandbox/stats/reset" ->
            TrafficAnswer.of(request, traffic);
        default -> error(404, "The sandbox has no " + request.method() + " " + request.path());
      };
    } catch (JsonProcessingException | RuntimeException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  private Response dataSet(Request request, String id) throws JsonProcessingException {
    switch (request.method()) {
      case "POST" -> domo.set(id, domo.knobs(id).with(Json.read(request.bodyText())));
      case "DELETE" -> domo.set(id, DataSetKnobs.NONE);
      default -> {}
    }
    return ok(Json.tree(domo.knobs(id)));
  }

  private Response settings(JsonNode changes) {
    for (var change : changes.properties()) {
      JsonNode value = change.getValue();
      switch (change.getKey()) {
        case "expireTokens" -> domo.expireTokens();
        case "tokenLifetimeMillis" -> domo.tokenLifetime(Duration.ofMillis(value.asLong()));
        case "clientScopes" -> domo.clientScopes(Set.of(value.asText().trim().split("\\s+")));
        case "appendMillis" -> domo.appendTakes(Duration.ofMillis(value.asLong()));
        case "appendFails" -> domo.appendFails(value.asBoolean());
        case "expiredExportIs406" -> domo.expiredExportIs406(value.asBoolean());
        default -> throw new IllegalArgumentException("No setting is called " + change.getKey());
      }
    }
    return ok(changes);
  }

  private static Response ok(JsonNode json) {
    return Response.text(200, "application/json;charset=UTF-8", Json.write(json));
  }

  private static Response error(int status, String message) {
    return Response.text(
        status,
        "application/json;charset=UTF-8",
        Json.write(Json.object().put("sandboxError", message)));
  }
}
