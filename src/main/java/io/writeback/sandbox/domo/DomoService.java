package io.writeback.sandbox.domo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.writeback.sandbox.http.Endpoint;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Parameters;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers the calls of the Domo API. */
final class DomoService implements Endpoint {
  private static final int MAX_PAGE = 50;
  private static final Pattern DATASET = Pattern.compile("/v1/datasets/([^/]+)(/data)?");

  /** The other parts of Domo's API, each with its own scope. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "/v1/(?:users|groups|pages|accounts|audit|projects|json"
              + "|datasets/[^/]+/policies)(?:/.*)?");

  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
  private static final Pattern QUERY = Pattern.compile("/v1/datasets/query/execute/([^/]+)");

  private final DataSets dataSets;
  private final Streams streams;
  private final DomoTokens tokens;
  private final CsvExport export;
  private final BooleanSupplier expiredExportIs406;

  DomoService(
      DataSets dataSets,
      Streams streams,
      DomoTokens tokens,
      CsvExport export,
      BooleanSupplier expiredExportIs406) {
    this.dataSets = dataSets;
    this.streams = streams;
    this.tokens = tokens;
    this.export = export;
    this.expiredExportIs406 = expiredExportIs406;
  }

  @Override
  public Response answer(Request request) throws IOException {
    try {
      return route(request);
    } catch (DomoRefusal e) {
      return e.response();
    }
  }

  private Response route(Request request) throws IOException, DomoRefusal {
    String path = request.path();
    if (path.equals("/oauth/token")) {
      require(request, "GET", "POST");
      return tokens.grant(request);
    }
    // The JSON of a 401 cannot be sent to a client that accepts only CSV (the vendor's Java library
    // treats 406 on the export as an expired token).
    if (path.endsWith("/data") && tokens.isExpired(request) && expiredExportIs406.getAsBoolean()) {
      throw DomoRefusal.notAcceptable();
    }
    if (OTHERS.matcher(path).matches()) {
      throw DomoRefusal.notImitated("the calls of " + path);
    }
    tokens.check(request, "data");
    if (Streams.has(path)) {
      return streams.answer(request);
    }
    if (path.equals("/v1/datasets")) {
      requireRead(request);
      return json(list(request.query()));
    }
    Matcher query = QUERY.matcher(path);
    if (query.matches()) {
      require(request, "POST");
      return json(DomoQuery.run(readable(query.group(1)), request.bodyText()));
    }
    Matcher dataSet = DATASET.matcher(path);
    if (!dataSet.matches()) {
      throw DomoRefusal.notFound(path);
    }
    requireRead(request);
    return dataSet.group(2) == null
        ? json(DataSetAnswer.of(visible(dataSet.group(1))))
        : export.export(readable(dataSet.group(1)), request);
  }

  private DataSet visible(String id) throws DomoRefusal {
    DataSet dataSet = dataSets.find(id).orElseThrow(() -> DomoRefusal.notFound("DataSet " + id));
    if (dataSet.knobs().noAccess()) {
      throw DomoRefusal.noAccess();
    }
    return dataSet;
  }

  private DataSet readable(String id) throws DomoRefusal {
    DataSet dataSet = visible(id);
    if (dataSet.knobs().deleted()) {
      throw DomoRefusal.notFound("DataSet " + id);
    }
    return dataSet;
  }

  private ArrayNode list(Parameters query) throws IOException, DomoRefusal {
    int limit = number(query, "limit", MAX_PAGE);
    int offset = number(query, "offset", 0);
    if (limit < 1 || limit > MAX_PAGE || offset < 0) {
      throw DomoRefusal.badRequest("limit is 1 to 50, offset is 0 or more");
    }
    String like = query.first("nameLike").orElse("").toLowerCase(Locale.ROOT);
    Comparator<DataSet> order = Comparator.comparing(DataSet::fileName);
    if (query.first("sort").orElse("name").startsWith("-")) {
      order = order.reversed();
    }
    List<DataSet> page =
        dataSets.all().stream()
            .filter(d -> !d.knobs().deleted() && !d.knobs().noAccess())
            .filter(d -> d.fileName().toLowerCase(Locale.ROOT).contains(like))
            .sorted(order)
            .skip(offset)
            .limit(limit)
            .toList();
    ArrayNode list = Json.array();
    for (DataSet dataSet : page) {
      list.add(DataSetAnswer.entry(dataSet));
    }
    return list;
  }

  private static int number(Parameters query, String name, int absent) throws DomoRefusal {
    try {
      return Integer.parseInt(query.first(name).orElse(String.valueOf(absent)));
    } catch (NumberFormatException e) {
      throw DomoRefusal.badRequest(name + " is a number");
    }
  }

  /** Domo creates, fills, changes and deletes DataSets; the sandbox only shows them. */
  private static void requireRead(Request request) throws DomoRefusal {
    if (WRITES.contains(request.method())) {
      throw DomoRefusal.notImitated(request.method() + " " + request.path());
    }
    require(request, "GET");
  }

  private static void require(Request request, String... methods) throws DomoRefusal {
    if (!List.of(methods).contains(request.method())) {
      throw DomoRefusal.notAllowed(request.method());
    }
  }

  private static Response json(JsonNode body) {
    return Response.text(200, "application/json;charset=UTF-8", Json.write(body));
  }
}
