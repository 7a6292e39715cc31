package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.writeback.sandbox.http.Endpoint;
import io.writeback.sandbox.http.Faults;
import io.writeback.sandbox.http.FaultsAnswer;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import io.writeback.sandbox.http.Traffic;
import io.writeback.sandbox.http.TrafficAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The control endpoints of the simulated Workiva, without login; spreadsheets and sheets by id or
 * name.
 *
 * <ul>
 *   <li>{@code GET /sandbox/sheets/SPREADSHEET/SHEET.csv}: all cells; {@code PUT} replaces them
 *   <li>{@code GET /sandbox/sheets/SPREADSHEET/SHEET/locked}: an array of ranges; {@code PUT}
 *       replaces them; {@code …/SHEET/dataset}: the range of its dataset as a text, or null
 *   <li>{@code GET /sandbox/spreadsheets}; {@code PUT /sandbox/spreadsheets/ID} as in {@link
 *       SpreadsheetForm}; {@code DELETE}
 *   <li>{@code GET /sandbox/operations}: those that are kept; {@code POST} with an array of {@code
 *       {"status","code","message"}}: how the next ones end; {@code DELETE} resets that
 *   <li>{@code POST /sandbox/settings} with any of {@link WorkivaKnobs}, {@code
 *       tokenLifetimeMillis}, {@code revokeTokens: true}, {@code advanceMillis}; {@code GET}
 *   <li>{@code POST /sandbox/faults}, {@code DELETE /sandbox/faults}, {@code GET /sandbox/stats},
 *       {@code POST /sandbox/stats/reset} as at Workfront
 * </ul>
 */
final class WorkivaAdmin implements Endpoint {
  private final Workiva workiva;
  private final Traffic traffic;
  private final Faults faults;

  WorkivaAdmin(Workiva workiva, Traffic traffic, Faults faults) {
    this.workiva = workiva;
    this.traffic = traffic;
    this.faults = faults;
  }

  @Override
  public Response answer(Request request) {
    List<String> path = List.of(request.path().substring("/sandbox/".length()).split("/"));
    String what = request.method() + " " + path.get(0);
    try {
      return switch (what) {
        case "GET sheets", "PUT sheets" -> sheet(request, path);
        case "GET spreadsheets" -> spreadsheets();
        case "PUT spreadsheets" -> {
          workiva.put(path.get(1), request.bodyText());
          yield spreadsheets();
        }
        case "DELETE spreadsheets" -> {
          workiva.remove(path.get(1));
          yield spreadsheets();
        }
        case "GET operations" -> operations();
        case "POST operations" -> plan(Json.read(request.bodyText()));
        case "DELETE operations" -> {
          workiva.operations().forgetPlans();
          yield ok(Json.object());
        }
        case "GET settings" -> ok(workiva.settings());
        case "POST settings" -> {
          workiva.change(request.bodyText());
          yield ok(workiva.settings());
        }
        case "GET faults", "POST faults", "DELETE faults" -> FaultsAnswer.of(request, faults);
        case "GET stats", "POST stats" -> TrafficAnswer.of(request, traffic);
        default -> error(404, "The sandbox has no " + what);
      };
    } catch (IOException | RuntimeException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  private Response sheet(Request request, List<String> path) throws IOException {
    boolean put = request.method().equals("PUT");
    if (path.size() == 4 && path.get(3).equals("locked")) {
      Sheet sheet = workiva.sheet(path.get(1), path.get(2));
      if (put) {
        sheet.locked(SpreadsheetForm.ranges(Json.read(request.bodyText())));
      }
      return ok(SpreadsheetForm.show(sheet.locked()));
    }
    if (path.size() == 4 && path.get(3).equals("dataset")) {
      Sheet sheet = workiva.sheet(path.get(1), path.get(2));
      if (put) {
        JsonNode range = Json.read(request.bodyText());
        sheet.dataset(range.isNull() ? null : SpreadsheetForm.range(range.asText()));
      }
      return ok(Json.tree(sheet.dataset().map(CellRange::toString).orElse(null)));
    }
    if (path.size() != 3 || !path.get(2).endsWith(".csv")) {
      return error(
          404,
          "/sandbox/sheets/SPREADSHEET/SHEET.csv or /sandbox/sheets/…/SHEET/locked or …/dataset");
    }
    String sheet = path.get(2).substring(0, path.get(2).length() - ".csv".length());
    if (put) {
      workiva.putCsv(path.get(1), sheet, request.bodyText());
    }
    return Response.text(200, "text/csv;charset=UTF-8", workiva.csv(path.get(1), sheet));
  }

  private Response spreadsheets() {
    ArrayNode all = Json.array();
    workiva.spreadsheets().all().forEach(one -> all.add(SpreadsheetForm.show(one)));
    return ok(all);
  }

  private Response operations() {
    ArrayNode all = Json.array();
    workiva.operations().list().forEach(all::add);
    return ok(all);
  }

  private Response plan(JsonNode array) {
    List<Outcome> outcomes = new ArrayList<>();
    array.forEach(json -> outcomes.add(Outcome.of(json)));
    workiva.operations().plan(outcomes);
    return ok(Json.object().put("planned", workiva.operations().plans()));
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
