package io.writeback.dataset.domo;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.belief.Belief;
import io.writeback.belief.Observation;
import io.writeback.belief.Probes;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Finds out whether Domo is as we believe it is, by its answers about one DataSet. */
final class DomoProbes {
  private static final Set<String> TYPES =
      Set.of("STRING", "DECIMAL", "LONG", "DOUBLE", "DATE", "DATETIME");

  private final DomoClient domo;
  private final String id;
  private JsonNode login;
  private JsonNode metadata;
  private ExportSample sample;

  DomoProbes(DomoClient domo, String id) {
    this.domo = domo;
    this.id = id;
  }

  Probes all() {
    return new Probes(Belief.of(DomoProbes.class))
        .with("DO-01", () -> Observation.unless(Code.SOURCE_LOGIN, this::token))
        .with("DO-02", this::lifetime)
        .with("DO-03", this::scope)
        .with("DO-04", this::shape)
        .with("DO-05", this::types)
        .with("DO-06", this::current)
        .with("DO-07", this::count)
        .with("DO-08", this::rows)
        .with("DO-09", () -> Observation.unless(Code.EXPORT_NOT_CSV, this::mediaType))
        .with("DO-10", () -> Observation.unless(Code.BAD_ENCODING, this::encoding))
        .with("DO-11", this::header)
        .with("DO-12", () -> sample().nulls())
        .with("DO-13", () -> sample().quotedEmpties())
        .with("DO-14", () -> sample().dates())
        .with("DO-30", () -> queried(this::conditions))
        .with("DO-31", () -> queried(this::pages))
        .with("DO-32", () -> queried(this::answer));
  }

  private JsonNode login() {
    if (login == null) {
      login = domo.login();
    }
    return login;
  }

  private JsonNode metadata() {
    if (metadata == null) {
      metadata = domo.described(id);
    }
    return metadata;
  }

  private ExportSample sample() {
    if (sample == null) {
      DomoDataset dataset = DomoDataset.of(metadata(), null);
      if (dataset.neverFilled()) {
        throw new WritebackException(
            Code.BAD_HEADER, "the DataSet was never filled, so it has no export");
      }
      sample = domo.export(id, csv -> ExportSample.read(dataset.schema(), csv));
    }
    return sample;
  }

  private Observation token() {
    login();
    return Observation.holds("the login gave a token");
  }

  private Observation lifetime() {
    JsonNode seconds = login().path("expires_in");
    return Observation.that(
        seconds.isNumber() && seconds.asLong() > 0,
        "expires_in is %s",
        seconds.isMissingNode() ? "missing" : seconds);
  }

  private Observation scope() {
    String scope = login().path("scope").asText("");
    return Observation.that(List.of(scope.split(" ")).contains("data"), "scope is \"%s\"", scope);
  }

  private Observation shape() {
    boolean columns = metadata().at("/schema/columns").isArray();
    for (JsonNode column : metadata().at("/schema/columns")) {
      columns &= column.path("name").isTextual() && column.path("type").isTextual();
    }
    return Observation.that(
        columns && metadata().path("rows").isNumber() && metadata().path("id").isTextual(),
        "the metadata has %s",
        names(metadata()));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private Observation types() {
    Set<String> types = new TreeSet<>();
    metadata().at("/schema/columns").forEach(column -> types.add(column.path("type").asText("")));
    return types.isEmpty()
        ? Observation.unknown("the metadata names no types")
        : Observation.that(TYPES.containsAll(types), "the columns are %s", types);
  }

  private Observation current() {
    JsonNode current = metadata().path("dataCurrentAt");
    if (current.isMissingNode()) {
      return metadata().path("rows").asLong() == 0
          ? Observation.unknown("the DataSet was never filled")
          : Observation.wrong("there is no dataCurrentAt");
    }
    try {
      return Observation.holds("%s", Instant.parse(current.asText("")));
    } catch (DateTimeException e) {
      return Observation.wrong("dataCurrentAt is %s", current);
    }
  }

  private Observation count() {
    try {
      return Observation.holds("COUNT(*) is %d", domo.visibleRows(id));
    } catch (WritebackException e) {
      return Observation.wrong("%s", e.problems().get(0).message());
    }
  }

  /** What a query of a column of texts shows, if the simplest query is answered at all. */
  private Observation queried(Function<String, Observation> question) {
    if (count().result() != Observation.Result.HOLDS) {
      return Observation.unknown("no query is answered (DO-07)");
    }
    Optional<String> text =
        DomoDataset.of(metadata(), null).schema().columns().stream()
            .filter(column -> column.type() == ColumnType.STRING)
            .map(Column::name)
            .findFirst();
    if (text.isEmpty()) {
      return Observation.unknown("the DataSet has no column of texts");
    }
    try {
      return question.apply(Condition.name(text.get()));
    } catch (WritebackException e) {
      return Observation.wrong("%s", e.problems().get(0).message());
    }
  }

  /** Each row is in one of the parts, or its cell is NULL. */
  private Observation conditions(String column) {
    String all =
        ("SELECT COUNT(*) FROM table WHERE (%1$s LIKE 'it''s%%' OR NOT %1$s LIKE 'it''s%%' OR %1$s"
                + " IS NULL) AND (%1$s IN ('it''s') OR NOT %1$s IN ('it''s') OR %1$s IS NULL)")
            .formatted(column);
    long rows = domo.visibleRows(id);
    long found = domo.count(id, all);
    return Observation.that(
        found == rows, "of %d rows, a condition that holds for each finds %d", rows, found);
  }

  private JsonNode page(String column, long limit, long offset) {
    return domo.queried(
        "a page of the DataSet",
        id,
        "SELECT %1$s FROM table ORDER BY %1$s LIMIT %2$d OFFSET %3$d"
            .formatted(column, limit, offset));
  }

  private Observation pages(String column) {
    long rows = domo.visibleRows(id);
    int first = page(column, 1, 0).path("rows").size();
    int behind = page(column, 1, rows).path("rows").size();
    return Observation.that(
        first == Math.min(1, rows) && behind == 0,
        "a page of one row has %d, one behind the last row %d",
        first,
        behind);
  }

  private Observation answer(String column) {
    JsonNode answer = page(column, 2, 0);
    JsonNode rows = answer.path("rows");
    boolean lists =
        rows.isArray() && rows.valueStream().allMatch(row -> row.isArray() && row.size() == 1);
    return Observation.that(
        answer.path("columns").size() == 1
            && lists
            && answer.path("numRows").asInt(-1) == rows.size(),
        "columns is %s, numRows is %s, and there are %d rows",
        answer.path("columns"),
        answer.path("numRows"),
        rows.size());
  }

  private Observation rows() {
    if (metadata().path("pdpEnabled").asBoolean(false)) {
      return Observation.unknown("personalized data permissions are on, so the numbers may differ");
    }
    long visible = domo.visibleRows(id);
    return Observation.that(
        metadata().path("rows").asLong(-1) == visible,
        "the metadata has %s rows, COUNT(*) is %d",
        metadata().path("rows"),
        visible);
  }

  private Observation mediaType() {
    return Observation.holds("text/csv, the first %d rows read", sample().rows().size());
  }

  private Observation encoding() {
    return Observation.holds("the first %d rows are UTF-8", sample().rows().size());
  }

  private Observation header() {
    List<String> names = DomoDataset.of(metadata(), null).schema().names();
    if (names.isEmpty()) {
      return Observation.unknown("the schema has no names");
    }
    return Observation.that(
        sample().header().equals(names), "header %s, schema %s", sample().header(), names);
  }
}
