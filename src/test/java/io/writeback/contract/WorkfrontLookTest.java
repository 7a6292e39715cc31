package io.writeback.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.cli.Home;
import io.writeback.destination.DestinationType;
import io.writeback.destination.Held;
import io.writeback.destination.Record;
import io.writeback.destination.workfront.WorkfrontType;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Faults;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workfront: fields of every kind, native ones and those of a custom form. */
class WorkfrontLookTest extends LookContract {
  private static final String ANN = WorkfrontContractTest.id(71);
  private static final String BOB = WorkfrontContractTest.id(72);
  private static final String FORMATTED =
      "{\"blocks\":[{\"key\":\"k1\",\"text\":\"Go.\",\"type\":\"unstyled\",\"depth\":0,"
          + "\"inlineStyleRanges\":[{\"offset\":0,\"length\":2,\"style\":\"BOLD\"}],"
          + "\"entityRanges\":[],\"data\":{}}],\"entityMap\":{}}";

  private final HttpClient client = HttpClient.newHttpClient();
  protected Sandbox all;

  @Override
  protected DestinationContract.Service startService() throws IOException {
    all = Sandbox.start(Home.EMPTY);
    for (String user : List.of(ANN, BOB)) {
      all.putObject("USER", Map.of("ID", user, "name", "User " + user));
    }
    ObjectNode form = Json.object().put("form", "Look").put("objCode", "PROJ");
    field(form, "Note", "TEXT", "TXTA");
    field(form, "Story", "RICH", "RICH");
    field(form, "Score", "NMBR", "TEXT");
    field(form, "Value", "CURC", "TEXT");
    field(form, "Day", "DATE", "TEXT");
    field(form, "Moment", "DTTM", "TEXT");
    ObjectNode options = field(form, "Boxes", "TEXT", "CHCK").putObject("options");
    options.put("A", "Alpha").put("B", "Beta, too").put("C", "Gamma");
    field(form, "Person", "TEXT", "TYAH").put("refObjCode", "USER");
    field(form, "People", "TEXT", "MULTINTRNL").put("refObjCode", "USER");
    String id = all.workfront().putForm(form);
    for (int n = 1; n <= 2; n++) {
      all.putObject(
          "PROJ", Map.of("ID", WorkfrontContractTest.id(n), "name", "One", "categoryID", id));
    }
    return new DestinationContract.Service() {
      @Override
      public URI url() {
        return all.workfrontUrl();
      }

      @Override
      public Faults faults() {
        return all.faults();
      }

      @Override
      public void close() {
        all.close();
      }
    };
  }

  private static ObjectNode field(ObjectNode form, String name, String type, String display) {
    ObjectNode field = form.withArray("fields").addObject().put("name", name).put("label", name);
    return field.put("dataType", type).put("displayType", display);
  }

  @Override
  protected DestinationType type() {
    return new WorkfrontType();
  }

  @Override
  protected String account() {
    return "workfront";
  }

  @Override
  protected Map<String, String> credentials() {
    return Map.of("api-key", Workfront.API_KEY);
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("object", "project", "blankCells", "clear");
  }

  @Override
  protected List<String> keyColumns() {
    return List.of("ID");
  }

  @Override
  protected List<String> key(int n) {
    return List.of(WorkfrontContractTest.id(n));
  }

  @Override
  protected List<Field> fields() {
    return List.of(
        new Field("description", "'a, é \"<b>\"\\n '", "a, é \"<b>\"\n ", "a, é \"<b>\"\r\n ", "b"),
        new Field("status", "'CUR'", "CUR", "Current", "Planning"),
        new Field("portfolioPriority", "100", 100L, "1e2", "101"),
        new Field("budget", "1200.50", decimal("1200.50"), "1200.500", "1200.51"),
        new Field("risk", "100.00", decimal("100.00"), "100", "0"),
        new Field("personal", "true", true, "TRUE", "false"),
        new Field(
            "fixedStartDate",
            "'2026-07-01T08:00:00:000-0400'",
            "2026-07-01T12:00:00:000+0000",
            "2026-07-01 14:00:00+02:00",
            "2026-07-01T12:00:00.001Z"),
        new Field("sponsorID", "'" + ANN + "'", ANN, ANN, BOB),
        new Field("filterHourTypes", "['x','y']", List.of("x", "y"), "y, x", "x"),
        new Field("DE:Note", "'{\\\"ID\\\":1}'", "{\"ID\":1}", "{\"ID\":1}", "-"),
        new Field("DE:Story", Json.write(FORMATTED), FORMATTED, "Go.", "Stay."),
        new Field("DE:Score", "-0.001", decimal("-0.001"), "-1E-3", "0"),
        new Field("DE:Value", "'99.90'", decimal("99.90"), "99.9", "99"),
        new Field("DE:Day", "'2026-02-28'", "2026-02-28", "2026-02-28", "2026-03-01"),
        new Field(
            "DE:Moment",
            "'2026-02-28T23:30:00:000+0000'",
            "2026-02-28T23:30:00:000+0000",
            "2026-03-01T00:30:00+01:00",
            "2026-02-28T23:30:01Z"),
        new Field("DE:Boxes", "['B','A']", List.of("B", "A"), "Alpha, Beta, too", "Gamma"),
        new Field("DE:Person", "'" + ANN + "'", ANN, ANN.toUpperCase(Locale.ROOT), BOB),
        new Field(
            "DE:People", "['" + ANN + "','" + BOB + "']", List.of(ANN, BOB), BOB + "," + ANN, BOB));
  }

  protected static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  @Override
  protected void write(Map<String, JsonNode> values) throws IOException {
    for (int n = 1; n <= 2; n++) {
      HttpResponse<String> answer =
          send("PUT", "/proj/" + WorkfrontContractTest.id(n), Json.write(values));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  @Override
  protected JsonNode raw() throws IOException {
    ObjectNode objects = Json.object();
    for (int n = 1; n <= 2; n++) {
      String id = WorkfrontContractTest.id(n);
      objects.set(
          id, Json.read(send("GET", "/proj/" + id + "?fields=*,parameterValues", "").body()));
    }
    return objects;
  }

  @Override
  protected JsonNode withoutTraces(JsonNode raw) {
    JsonNode bare = raw.deepCopy();
    bare.forEach(
        answer ->
            ((ObjectNode) answer.get("data")).remove(List.of("lastUpdateDate", "lastUpdatedByID")));
    return bare;
  }

  /** Which forms an object carries is known before a run: its forecast says so. */
  @Test
  void a_field_whose_form_is_not_attached_is_shown_without_a_value() {
    String id = WorkfrontContractTest.id(4);
    all.putObject("PROJ", Map.of("ID", id, "name", "One"));
    Record record = new Record(1, id, Map.of("DE:Note", "a"), 100);

    assertThat(look(List.of(record)).entries())
        .containsExactly(
            new Held.Entry(record, true, List.of(new Held.Value("DE:Note", null, false))));
  }

  private HttpResponse<String> send(String method, String path, String body) throws IOException {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(all.workfrontUrl() + "/attask/api/v20.0" + path))
              .header("apiKey", Workfront.API_KEY)
              .header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofString(body, UTF_8))
              .build(),
          BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
