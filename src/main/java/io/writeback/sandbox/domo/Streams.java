package io.writeback.sandbox.domo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Domo's Stream API: a DataSet is created with its stream; an execution takes parts and appends
 * them together once it is committed. Domo's example of a commit answers ACTIVE: the rows are there
 * a moment later.
 *
 * <p>A part is refused whose rows do not fit the schema. Only what a stream fills can be written.
 */
final class Streams {
  private static final Pattern PATH =
      Pattern.compile(
          "/v1/streams(?:/(\\d+))?(/executions(?:/(\\d+)(?:/(commit|abort|part/(\\d+)))?)?)?");

  private static final int MOST_LISTED = 500;
  private static final Set<String> METHODS = Set.of("APPEND", "REPLACE");

  private final DataSets dataSets;
  private final Map<Long, Stream> streams = new TreeMap<>();

  private volatile StreamKnobs knobs = StreamKnobs.NONE;

  Streams(DataSets dataSets) {
    this.dataSets = dataSets;
  }

  void set(StreamKnobs newKnobs) {
    knobs = newKnobs;
  }

  StreamKnobs knobs() {
    return knobs;
  }

  /** A stream and the DataSet that it fills. */
  private final class Stream {
    private final long id;
    private final DataSet dataSet;
    private final List<Column> columns;
    private final AppendedContent content;
    private final String method;
    private final Instant created = Instant.now();
    private final Map<Long, Execution> executions = new TreeMap<>();

    Stream(long id, String name, List<Column> columns, String method) {
      this.id = id;
      this.columns = columns;
      this.method = method;
      this.content = new AppendedContent(columns);
      this.dataSet = new DataSet(name, content);
      Map<String, String> types = new TreeMap<>();
      columns.forEach(column -> types.put(column.name(), column.type()));
      dataSet.set(DataSetKnobs.NONE.with(Json.object().set("types", Json.tree(types))));
    }

    ObjectNode json() {
      ObjectNode json = Json.object().put("id", id);
      json.putObject("dataSet").put("id", dataSet.id()).put("name", dataSet.fileName());
      json.put("updateMethod", method).put("createdAt", created.toString());
      return json.put("modifiedAt", created.toString());
    }
  }

  /** An execution: ACTIVE until it is aborted, or some time after it was committed. */
  private final class Execution {
    private final long id;
    private final AppendedContent content;
    private final Instant started = Instant.now();
    private final Map<Integer, byte[]> parts = new TreeMap<>();
    private String state = "ACTIVE";
    private Instant committed;

    Execution(long id, AppendedContent content) {
      this.id = id;
      this.content = content;
    }

    void commit() throws DomoRefusal {
      if (parts.isEmpty()) {
        throw DomoRefusal.badRequest("The execution has no data part");
      }
      committed = Instant.now();
    }

    boolean isCommitted() {
      return committed != null;
    }

    /** Appends its parts, or fails, if it is time. */
    synchronized void settle() {
      if (committed != null
          && state.equals("ACTIVE")
          && !committed.plus(knobs.append()).isAfter(Instant.now())) {
        if (knobs.fails()) {
          state = "FAILED";
        } else {
          parts.values().forEach(content::add);
          state = "SUCCESS";
        }
      }
    }

    ObjectNode json() {
      return Json.object()
          .put("id", id)
          .put("startedAt", started.toString())
          .put("currentState", state)
          .put("createdAt", started.toString())
          .put("modifiedAt", started.toString());
    }
  }

  /** The rows that were appended, below their header. */
  private static final class AppendedContent implements CsvContent {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Execution> executions = new CopyOnWriteArrayList<>();
    private Instant changed = Instant.now();

    AppendedContent(List<Column> columns) {
      StringBuilder header = new StringBuilder();
      columns.forEach(
          column -> header.append(header.length() == 0 ? "" : ",").append(column.name()));
      bytes.writeBytes(header.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    private void settle() {
      executions.forEach(Execution::settle);
    }

    synchronized void add(byte[] rows) {
      bytes.writeBytes(rows);
      if (rows.length > 0 && rows[rows.length - 1] != '\n') {
        bytes.write('\n');
      }
      Instant now = Instant.now();
      changed = now.isAfter(changed) ? now : changed.plusNanos(1);
    }

    @Override
    public java.io.InputStream open() {
      settle();
      synchronized (this) {
        return new java.io.ByteArrayInputStream(bytes.toByteArray());
      }
    }

    @Override
    public Instant changedAt() {
      settle();
      synchronized (this) {
        return changed;
      }
    }
  }

  /** Whether a path is one of these calls. */
  static boolean has(String path) {
    return path.equals("/v1/streams/search") || PATH.matcher(path).matches();
  }

  synchronized Response answer(Request request) throws IOException, DomoRefusal {
    if (request.path().equals("/v1/streams/search")) {
      require(request, "GET");
      return json(200, search(request.query().first("q").orElse("")));
    }
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      throw DomoRefusal.notFound(request.path());
    }
    if (path.group(1) == null) {
      return all(request, path);
    }
    Stream stream = found(streams.get(Long.parseLong(path.group(1))), "Stream " + path.group(1));
    if (path.group(2) == null) {
      require(request, "GET");
      return json(200, stream.json());
    }
    if (path.group(3) == null) {
      return executions(request, stream);
    }
    Execution execution =
        found(stream.executions.get(Long.parseLong(path.group(3))), "Execution " + path.group(3));
    stream.content.settle();
    if (path.group(4) == null) {
      require(request, "GET");
      return json(200, execution.json());
    }
    require(request, "PUT");
    requireActive(execution);
    switch (path.group(4)) {
      case "commit" -> execution.commit();
      case "abort" -> execution.state = "ABORTED";
      default -> part(request, stream, execution, path.group(5));
    }
    return json(200, execution.json());
  }

  private Response all(Request request, Matcher path) throws DomoRefusal {
    if (path.group(2) != null) {
      throw DomoRefusal.notFound(request.path());
    }
    if (request.method().equals("POST")) {
      return json(201, create(request.bodyText()).json());
    }
    require(request, "GET");
    return json(200, list(stream -> true));
  }

  private Response executions(Request request, Stream stream) throws DomoRefusal {
    if (request.method().equals("POST")) {
      Execution begun = new Execution(stream.executions.size() + 1L, stream.content);
      stream.executions.put(begun.id, begun);
      stream.content.executions.add(begun);
      return json(201, begun.json());
    }
    require(request, "GET");
    ArrayNode list = Json.array();
    stream.executions.values().forEach(execution -> list.add(execution.json()));
    return json(200, list);
  }

  private ArrayNode search(String query) throws DomoRefusal {
    Matcher id = Pattern.compile("dataSource\\.id:\\s*\"?([0-9a-f-]+)\"?").matcher(query);
    if (!id.matches()) {
      throw DomoRefusal.badRequest("The sandbox searches streams by dataSource.id only");
    }
    return list(stream -> stream.dataSet.id().equals(id.group(1)));
  }

  private ArrayNode list(java.util.function.Predicate<Stream> wanted) {
    ArrayNode list = Json.array();
    streams.values().stream()
        .filter(wanted)
        .limit(MOST_LISTED)
        .forEach(stream -> list.add(stream.json()));
    return list;
  }

  private Stream create(String body) throws DomoRefusal {
    JsonNode json;
    try {
      json = Json.read(body);
    } catch (JsonProcessingException e) {
      throw DomoRefusal.badRequest("The body is not JSON");
    }
    String name = json.at("/dataSet/name").asText("").strip();
    String method = json.path("updateMethod").asText("");
    List<Column> columns = new ArrayList<>();
    for (JsonNode column : json.at("/dataSet/schema/columns")) {
      try {
        columns.add(new Column(column.path("name").asText(""), column.path("type").asText("")));
      } catch (IllegalArgumentException e) {
        throw DomoRefusal.badRequest(e.getMessage());
      }
    }
    if (name.isEmpty() || columns.isEmpty() || !METHODS.contains(method)) {
      throw DomoRefusal.badRequest("dataSet.name, dataSet.schema and updateMethod are required");
    }
    long id = streams.size() + 1L;
    // DataSets may share their name, which here makes the id.
    String unique = dataSets.find(DataSet.idOf(name)).isPresent() ? name + " " + id : name;
    Stream stream = new Stream(id, unique, columns, method);
    streams.put(id, stream);
    dataSets.add(stream.dataSet);
    return stream;
  }

  private static void part(Request request, Stream stream, Execution execution, String number)
      throws IOException, DomoRefusal {
    if (!request.header("Content-Type").orElse("").startsWith("text/csv")) {
      throw DomoRefusal.badRequest("A data part is text/csv");
    }
    String csv = request.bodyText();
    try (CSVParser parser = CSVFormat.RFC4180.parse(new StringReader(csv))) {
      for (CSVRecord row : parser) {
        requireFit(row, stream.columns);
      }
    } catch (java.io.UncheckedIOException e) {
      throw DomoRefusal.badRequest("The data part is not CSV");
    }
    execution.parts.put(Integer.parseInt(number), csv.getBytes(StandardCharsets.UTF_8));
  }

  private static void requireFit(CSVRecord row, List<Column> columns) throws DomoRefusal {
    if (row.size() != columns.size()) {
      throw DomoRefusal.badRequest(
          "Row %d has %d columns, the schema has %d"
              .formatted(row.getRecordNumber(), row.size(), columns.size()));
    }
    for (int i = 0; i < columns.size(); i++) {
      String cell = row.get(i);
      String type = columns.get(i).type();
      boolean fits =
          cell.isEmpty()
              || switch (type) {
                case "LONG" -> cell.matches("-?\\d{1,19}");
                case "DOUBLE", "DECIMAL" -> isNumber(cell);
                case "DATE" -> cell.matches("\\d{4}-\\d\\d-\\d\\d");
                case "DATETIME" -> cell.matches("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d");
                default -> true;
              };
      if (!fits) {
        throw DomoRefusal.badRequest(
            "\"%s\" of row %d is no %s".formatted(cell, row.getRecordNumber(), type));
      }
    }
  }

  private static boolean isNumber(String cell) {
    try {
      new BigDecimal(cell);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void requireActive(Execution execution) throws DomoRefusal {
    if (!execution.state.equals("ACTIVE") || execution.isCommitted()) {
      throw DomoRefusal.badRequest(
          "Execution %d is %s"
              .formatted(
                  execution.id, execution.state.equals("ACTIVE") ? "committed" : execution.state));
    }
  }

  private static <T> T found(T there, String what) throws DomoRefusal {
    return Optional.ofNullable(there).orElseThrow(() -> DomoRefusal.notFound(what));
  }

  private static void require(Request request, String method) throws DomoRefusal {
    if (!request.method().equals(method)) {
      throw DomoRefusal.notAllowed(request.method());
    }
  }

  private static Response json(int status, JsonNode body) {
    return Response.text(status, "application/json;charset=UTF-8", Json.write(body));
  }
}
