package io.writeback.sandbox.dataworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Endpoint;
import io.writeback.sandbox.http.Faults;
import io.writeback.sandbox.http.FaultsAnswer;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import io.writeback.sandbox.http.Traffic;
import io.writeback.sandbox.http.TrafficAnswer;
import java.io.IOException;
import java.util.NoSuchElementException;

/**
 * The control endpoints of the simulated data.world, without login.
 *
 * <ul>
 *   <li>{@code /sandbox/datasets…}: see {@link DatasetAdmin}
 *   <li>{@code POST /sandbox/settings} with any of the knobs of {@link DataWorldKnobs} and {@code
 *       revokeToken}; {@code GET} shows the knobs
 *   <li>{@code GET /sandbox/pace}: the spacing of requests; {@code POST /sandbox/pace/reset}
 *   <li>{@code POST /sandbox/faults}, {@code DELETE /sandbox/faults}, {@code GET /sandbox/stats},
 *       {@code POST /sandbox/stats/reset} as at Workfront
 * </ul>
 */
final class DataWorldAdmin implements Endpoint {
  private final DataWorld dataWorld;
  private final DatasetAdmin datasets;
  private final Traffic traffic;
  private final Faults faults;

  DataWorldAdmin(DataWorld dataWorld, DatasetAdmin datasets, Traffic traffic, Faults faults) {
    this.dataWorld = dataWorld;
    this.datasets = datasets;
    this.traffic = traffic;
    this.faults = faults;
  }

  @Override
  public Response answer(Request request) {
    ApiPath path = ApiPath.of(request.target(), "/sandbox/");
    try {
      if (path.part(0).equals("datasets")) {
        return datasets.answer(request, path);
      }
      return switch (request.method() + " " + request.path()) {
        case "GET /sandbox/settings" -> ok(Json.tree(dataWorld.knobs()));
        case "POST /sandbox/settings" -> settings(Json.read(request.bodyText()));
        case "GET /sandbox/pace" -> ok(dataWorld.pace().json());
        case "POST /sandbox/pace/reset" -> {
          dataWorld.pace().reset();
          yield ok(dataWorld.pace().json());
        }
        case "GET /sandbox/faults", "POST /sandbox/faults", "DELETE /sandbox/faults" ->
            FaultsAnswer.of(request, faults);
        case "GET /sandbox/stats", "POST /sandbox/stats/reset" ->
            TrafficAnswer.of(request, traffic);
        default -> error(404, "The sandbox has no " + request.method() + " " + request.path());
      };
    } catch (NoSuchElementException e) {
      return error(404, e.getMessage());
    } catch (IOException | RuntimeException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  private Response settings(JsonNode changes) {
    ObjectNode knobs = changes.deepCopy();
    JsonNode revoke = knobs.remove("revokeToken");
    dataWorld.set(dataWorld.knobs().with(knobs));
    if (revoke != null) {
      dataWorld.revokeToken(revoke.asBoolean());
    }
    return ok(Json.tree(dataWorld.knobs()));
  }

  static Response ok(JsonNode json) {
    return Response.text(200, "application/json;charset=UTF-8", Json.write(json));
  }

  private static Response error(int status, String message) {
    return Response.text(
        status,
        "application/json;charset=UTF-8",
        Json.write(Json.object().put("sandboxError", message)));
  }
}
