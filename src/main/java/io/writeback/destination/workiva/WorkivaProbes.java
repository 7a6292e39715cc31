package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Authorised;
import io.writeback.belief.Belief;
import io.writeback.belief.Observation;
import io.writeback.belief.Probes;
import io.writeback.destination.rest.RestApi;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.util.Map;

/** Finds out whether Workiva is as we believe it is, by reading one spreadsheet. */
final class WorkivaProbes {
  private static final int ROWS = 20;
  private static final int COLUMNS = 26;
  private static final String NO_SHEET = "writeback-probe-no-such-sheet";

  private final WorkivaApi api;
  private final String spreadsheet;
  private final String sheetName;
  private final Region region;
  private JsonNode sheets;
  private JsonNode values;

  WorkivaProbes(WorkivaApi api, String spreadsheet, String sheetName, Region region) {
    this.api = api;
    this.spreadsheet = spreadsheet;
    this.sheetName = sheetName;
    this.region = region;
  }

  Probes all() {
    return new Probes(Belief.of(WorkivaProbes.class))
        .with("WI-01", () -> Observation.unless(Code.DESTINATION_LOGIN, this::version))
        .with("WI-02", this::sheetsShape)
        .with("WI-03", this::nextLink)
        .with("WI-04", this::dataset)
        .with("WI-05", this::valuesShape)
        .with("WI-06", this::cells)
        .with("WI-07", this::cellsOfAPage)
        .with("WI-08", this::unknownSheet);
  }

  private URI uri(String path, Map<String, String> query) {
    return Query.uri(
        api.account().url(), "/spreadsheets/" + Query.encode(spreadsheet) + path, query);
  }

  private Observation version() {
    Authorised.Answered answered = api.ask(uri("", Map.of()));
    return Observation.that(
        RestApi.json(answered).isPresent(), "%s: %s", WorkivaApi.VERSION, RestApi.status(answered));
  }

  private JsonNode sheets() {
    if (sheets == null) {
      sheets = api.read(uri("/sheets", Map.of())).path("data");
    }
    return sheets;
  }

  private Observation sheetsShape() {
    for (JsonNode sheet : sheets()) {
      if (!sheet.path("id").isTextual() || !sheet.path("name").isTextual()) {
        return Observation.wrong("a sheet is %s", sheet);
      }
    }
    return sheets().isEmpty()
        ? Observation.wrong("the spreadsheet lists no sheet")
        : Observation.holds("%d sheets", sheets().size());
  }

  private Observation nextLink() {
    if (sheets().size() < 2) {
      return Observation.unknown("the spreadsheet has one sheet, so there is no second page");
    }
    JsonNode page = api.read(uri("/sheets", Map.of("$maxpagesize", "1")));
    String next = page.path("@nextLink").asText("");
    return Observation.that(
        page.path("data").size() == 1 && !next.isEmpty() && api.own(next).isPresent(),
        "%d sheets of one asked for, the next page is at \"%s\"",
        page.path("data").size(),
        next.replaceFirst("\\?.*", "?…"));
  }

  private Observation dataset() {
    JsonNode sheet = sheet();
    JsonNode dataset = sheet.path("dataset");
    if (dataset.isNull()) {
      return Observation.holds("the sheet has none");
    }
    return Observation.that(
        isRange(dataset.path("range").asText("")), "its dataset is %s", dataset);
  }

  private static boolean isRange(String text) {
    try {
      return Region.parse(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private JsonNode sheet() {
    for (JsonNode sheet : sheets()) {
      if (sheet.path("id").asText("").equals(sheetName)
          || sheet.path("name").asText("").equals(sheetName)) {
        return sheet;
      }
    }
    throw new WritebackException(Code.UNKNOWN_OBJECT, "the list has no sheet " + sheetName);
  }

  /** The cells at the beginning of the region, in which others may have written. */
  private String sample() {
    return Area.of(region.top(), region.left(), ROWS, COLUMNS).toString();
  }

  private JsonNode values() {
    if (values == null) {
      values = api.read(values(Map.of("$valuestyle", "raw"))).path("data");
    }
    return values;
  }

  private URI values(Map<String, String> query) {
    String path = api.values(spreadsheet, sheet().path("id").asText(), sample()).toString();
    return URI.create(path + "?" + Query.encode(query));
  }

  private Observation valuesShape() {
    for (JsonNode entry : values()) {
      if (!isRange(entry.path("range").asText("")) || !entry.path("values").isArray()) {
        return Observation.wrong("an entry has the range %s", entry.path("range"));
      }
    }
    return values().isEmpty()
        ? Observation.unknown("the region has no cells")
        : Observation.holds("the cells of %s", values().get(0).path("range").asText());
  }

  private Observation cells() {
    int seen = 0;
    for (JsonNode entry : values()) {
      for (JsonNode row : entry.path("values")) {
        for (JsonNode cell : row) {
          if (cell.isContainerNode()) {
            return Observation.wrong("a cell is %s", cell);
          }
          seen++;
        }
      }
    }
    return seen == 0
        ? Observation.unknown("the region has no cells")
        : Observation.holds("%d cells", seen);
  }

  private Observation cellsOfAPage() {
    JsonNode page = api.read(values(Map.of("$valuestyle", "raw", "$maxcellsperpage", "1")));
    int cells = 0;
    for (JsonNode entry : page.path("data")) {
      for (JsonNode row : entry.path("values")) {
        cells += row.size();
      }
    }
    return Observation.that(
        cells == 1 && !page.path("@nextLink").asText("").isEmpty(),
        "%d cells of one asked for",
        cells);
  }

  private Observation unknownSheet() {
    Authorised.Answered answered = api.ask(uri("/sheets/" + NO_SHEET, Map.of()));
    return Observation.that(RestApi.isNotFound(answered), "%s", RestApi.status(answered));
  }
}
