package io.writeback.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The requests that Workiva documents for 2026-01-01, as far as a writeback needs them. */
final class WorkivaSchema {
  /** Limits: bytes of a request. */
  private static final int MOST_BYTES = 10_485_760;

  /** Limits: characters of a cell. */
  private static final int LONGEST_CELL = 8_192;

  /** Documented for reading; for writing no number is published, and more is not tried. */
  private static final int MOST_CELLS = 50_000;

  private static final int MOST_ROWS = 1_048_576;
  private static final int MOST_COLUMNS = 16_384;

  private static final String TOKEN = "(?:/iam/v1)?/oauth2/token";
  private static final String ID = "[^/]+";
  private static final String SHEET = "/spreadsheets/" + ID + "/sheets/" + ID;
  private static final String PAGE = "[1-9]\\d{0,2}|1000";
  private static final Pattern BOUNDED =
      Pattern.compile("([A-Z]{1,3})([1-9]\\d{0,6})(?::([A-Z]{1,3})([1-9]\\d{0,6}))?");

  /** Column and row may be left out on either side, not both on one unless on both. */
  private static final Pattern RANGE =
      Pattern.compile("[A-Z]{1,3}[1-9]\\d{0,6}|(?:[A-Z]{1,3})?\\d*:(?:[A-Z]{1,3})?\\d*");

  private WorkivaSchema() {}

  static RequestSchema requests() {
    RequestSchema schema =
        new RequestSchema().header("Authorization").header("X-Version").all(WorkivaSchema::general);
    RequestSchema.Form grant =
        RequestSchema.Form.parameters()
            .hasToAsk("grant_type", "client_credentials")
            .hasToAsk("client_id", ".+")
            .hasToAsk("client_secret", ".+")
            .mayAsk("scope", "file:(?:read|write)(?: file:(?:read|write))?");
    schema.form("token", "POST", TOKEN).formBody(grant);
    schema
        .form("token by JSON", "POST", TOKEN)
        .json(
            (request, body, problem) -> {
              grant.parameters("member", members(body), problem);
            });
    schema
        .form("spreadsheets", "GET", "/spreadsheets")
        .mayAsk("$filter", ".+")
        .mayAsk("$orderBy", ".+")
        .mayAsk("$maxpagesize", PAGE)
        .mayAsk("$next", ".+");
    schema.form("spreadsheet", "GET", "/spreadsheets/" + ID);
    schema
        .form("sheets", "GET", "/spreadsheets/" + ID + "/sheets")
        .mayAsk("$revision", ".+")
        .mayAsk("$maxpagesize", PAGE)
        .mayAsk("$next", ".+");
    schema.form("sheet", "GET", SHEET);
    schema
        .form("values", "GET", SHEET + "/values/" + ID)
        .mayAsk("$maxcellsperpage", "[1-9]\\d{0,3}|[1-4]\\d{4}|50000")
        .mayAsk("$next", ".+")
        .mayAsk("$valuestyle", "raw|calculated")
        .rule(WorkivaSchema::range);
    schema
        .form("write values", "PUT", SHEET + "/values/" + ID)
        .rule(WorkivaSchema::range)
        .json(WorkivaSchema::values);
    schema.form("operation", "GET", "/operations/" + ID);
    return schema;
  }

  private static java.util.Map<String, List<String>> members(JsonNode body) {
    java.util.Map<String, List<String>> members = new java.util.LinkedHashMap<>();
    body.properties().forEach(one -> members.put(one.getKey(), List.of(one.getValue().asText())));
    return members;
  }

  private static void general(WireRequest request, Consumer<String> problem) {
    if (!request.header("X-Version").equals("2026-01-01")) {
      problem.accept("X-Version is \"" + request.header("X-Version") + "\"");
    }
    boolean token = request.path().matches(TOKEN);
    if (token && request.has("Authorization")) {
      problem.accept("a request for a token has Authorization");
    }
    if (!token && !request.header("Authorization").matches("Bearer \\S+")) {
      problem.accept("Authorization is no bearer token");
    }
    if (request.body().length > MOST_BYTES) {
      problem.accept("the body has " + request.body().length + " bytes");
    }
  }

  private static String rangeOf(WireRequest request) {
    return request.path().substring(request.path().lastIndexOf('/') + 1);
  }

  private static void range(WireRequest request, Consumer<String> problem) {
    if (!RANGE.matcher(rangeOf(request)).matches()) {
      problem.accept("\"" + rangeOf(request) + "\" is no range");
    }
    String target = request.target().split("\\?", 2)[0];
    if (target.substring(target.lastIndexOf('/') + 1).contains(":")) {
      problem.accept("the colon of the range is not encoded");
    }
  }

  private static void values(WireRequest request, JsonNode body, Consumer<String> problem) {
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals("values")) {
                problem.accept("member " + name + " is unknown");
              }
            });
    JsonNode values = body.path("values");
    if (!values.isArray()) {
      problem.accept("values is no array");
      return;
    }
    int width = values.isEmpty() ? 0 : values.get(0).size();
    for (JsonNode row : values) {
      if (!row.isArray()) {
        problem.accept("a row is no array");
        return;
      }
      if (row.size() != width) {
        problem.accept("rows have " + width + " and " + row.size() + " cells");
        return;
      }
      row.forEach(cell -> cell(cell, problem));
    }
    if ((long) values.size() * width > MOST_CELLS) {
      problem.accept((long) values.size() * width + " cells in one request");
    }
    fits(request, values.size(), width, problem);
  }

  private static void cell(JsonNode cell, Consumer<String> problem) {
    if (!cell.isValueNode()) {
      problem.accept("a cell is neither text, number, boolean nor null");
    } else if (cell.asText().length() > LONGEST_CELL) {
      problem.accept("a cell has " + cell.asText().length() + " characters");
    }
  }

  /** A block may not be larger than the range; what it does not fill is cleared. */
  private static void fits(WireRequest request, int rows, int columns, Consumer<String> problem) {
    Matcher range = BOUNDED.matcher(rangeOf(request));
    if (!range.matches()) {
      return;
    }
    int left = column(range.group(1));
    int top = Integer.parseInt(range.group(2));
    int right = range.group(3) == null ? left : column(range.group(3));
    int bottom = range.group(4) == null ? top : Integer.parseInt(range.group(4));
    if (right > MOST_COLUMNS || bottom > MOST_ROWS) {
      problem.accept("the range " + range.group() + " is outside of any sheet");
    }
    if (rows > bottom - top + 1 || columns > right - left + 1) {
      problem.accept("%d x %d cells do not fit into %s".formatted(rows, columns, range.group()));
    }
  }

  private static int column(String letters) {
    int number = 0;
    for (char letter : letters.toCharArray()) {
      number = number * 26 + letter - 'A' + 1;
    }
    return number;
  }
}
