package io.writeback.cli;

import io.writeback.belief.Belief;
import io.writeback.dataset.domo.DomoSourceType;
import io.writeback.engine.Connectors;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.domo.DataSetKnobs;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Makes one belief false in a sandbox. */
final class Wrong {
  private static final String NO_ID = "0123456789abcdef0123456789abcdef";

  private final Sandbox sandbox;
  private final String dataSet;
  private final Path csv;

  Wrong(Sandbox sandbox, String dataSet, Path csv) {
    this.sandbox = sandbox;
    this.dataSet = dataSet;
    this.csv = csv;
  }

  static List<Belief> all() {
    return Stream.concat(
            Stream.of(DomoSourceType.class),
            Connectors.destinationTypes().stream().map(Object::getClass))
        .filter(owner -> owner.getResource("beliefs.md") != null)
        .flatMap(owner -> Belief.of(owner).stream())
        .toList();
  }

  void turn(String id) throws IOException {
    switch (id.substring(0, 2)) {
      case "DO" -> domo(id);
      case "WF" -> workfront(id);
      case "WI" -> workiva(id);
      default -> dataWorld(id);
    }
  }

  private void domo(String id) throws IOException {
    switch (id) {
      case "DO-01" -> add("domo", "/oauth/token", refused(401, "no"));
      case "DO-02" -> add("domo", "/oauth/token", Fault.rewrite("\"expires_in\"", "\"ends\""));
      case "DO-03" ->
          add("domo", "/oauth/token", Fault.rewrite("\"scope\":\"data\"", "\"scope\":\"audit\""));
      case "DO-04" -> add("domo", "/v1/datasets/[^/]+$", Fault.rewrite("\"schema\"", "\"x\""));
      case "DO-05" -> add("domo", "/v1/datasets/[^/]+$", Fault.rewrite("\"STRING\"", "\"TEXT\""));
      case "DO-06" ->
          add("domo", "/v1/datasets/[^/]+$", Fault.rewrite("\"dataCurrentAt\"", "\"x\""));
      case "DO-07" -> add("domo", "/query/execute/", Fault.rewrite("\"rows\"", "\"data\""));
      case "DO-30" ->
          add("domo", "/query/execute/", refused(400, "syntax error").containing("LIKE"));
      case "DO-31" ->
          add(
              "domo",
              "/query/execute/",
              Fault.answer(200, "{\"columns\":[\"ID\"],\"rows\":[[\"1\"]],\"numRows\":1}")
                  .containing("OFFSET [1-9]"));
      case "DO-32" ->
          add(
              "domo",
              "/query/execute/",
              Fault.rewrite("\"numRows\"", "\"total\"").containing("OFFSET"));
      case "DO-08" -> knob("{\"rows\":7}");
      case "DO-09" -> knob("{\"html\":true}");
      case "DO-10" ->
          Files.writeString(
              csv, Files.readString(csv).replace("Two", "Zw\u00f6lf"), StandardCharsets.ISO_8859_1);
      case "DO-11" -> add("domo", "/data$", Fault.rewrite("^ID,", "Id,"));
      case "DO-12" -> add("domo", "/data$", Fault.rewrite(",,", ",\\\\N,"));
      case "DO-13" -> add("domo", "/data$", Fault.rewrite(",,", ",\"\","));
      case "DO-14" ->
          add("domo", "/data$", Fault.rewrite("(\\d{4})-(\\d\\d)-(\\d\\d)", "$2/$3/$1"));
      default -> throw unknown(id);
    }
  }

  private void workfront(String id) {
    switch (id) {
      case "WF-01" -> add("/session$", refused(410, "gone"));
      case "WF-02" -> add("/session$", Fault.rewrite("\"userID\"", "\"user\""));
      case "WF-03" -> add("/proj/metadata$", Fault.rewrite("\"label\"", "\"caption\""));
      case "WF-04" ->
          add("/proj/metadata$", Fault.rewrite("(\"fieldType\":)\"boolean\"", "$1\"moment\""));
      case "WF-05" -> add("/proj/metadata$", Fault.rewrite("\"edit\"", "\"amend\""));
      case "WF-06" ->
          add(
              "/proj/metadata$",
              Fault.rewrite("(\"custom\":\\{.*)\"(?:fieldType|type)\":", "$1\"kind\":"));
      case "WF-07" -> add("/param/search$", refused(403, "no right"));
      case "WF-10" -> add("/search$", Fault.rewrite(",\"status\":\"[^\"]*\"", ""));
      case "WF-11" -> add("/search$", Fault.rewrite("\"ID\":\"aaaa", "\"ID\":\"AAAA"));
      case "WF-12" ->
          add(
              "/search$",
              Fault.rewrite("\\},\\{.*\\}\\]", "}]").onMethod("GET").containing("ID=.*&ID=a"));
      case "WF-13" ->
          add("/search$", refused(404, "not found").containing("ID=" + NO_ID + "&ID_Mod"));
      case "WF-14" -> add("/search$", refused(400, "not supported").onMethod("POST"));
      case "WF-15" -> add("/search$", refused(422, "no field [\"ID\"]").containing("fields=\\["));
      case "WF-16" ->
          add("/proj/search$", refused(422, "too many").onMethod("GET").containing("LIMIT=2000"));
      case "WF-17" -> add("/search$", Fault.rewrite("\"lastUpdatedByID\"", "\"x\""));
      case "WF-18" ->
          add("/search$", Fault.rewrite("(\\d\\d:\\d\\d:\\d\\d):\\d{3}[+-]\\d{4}", "$1"));
      case "WF-19" -> add("/search$", Fault.rewrite("\"budget\":[0-9.]+", "\"budget\":\"1.2,5\""));
      case "WF-20" -> add("/search$", ignored().containing("fields=writebackProbe"));
      case "WF-21" -> add("/search$", ignored().containing("fields=DE:writebackProbe"));
      case "WF-22" -> add("/proj/" + NO_ID, ignored());
      case "WF-23" ->
          add("/search$", refused(413, "too large").onMethod("POST").containing("LIMIT=2000"));
      case "WF-24" -> add("/search$", refused(422, "no field").containing("objectCategories"));
      case "WF-83" ->
          add("/proj/search$", Fault.rewrite("\\{.*\\},\\{", "{").containing("name_Mod"));
      case "WF-85" -> add("/user/search$", Fault.rewrite("\\[.*\\]", "[]"));
      case "WF-89" ->
          add(
              "/ctgy/assignCategory$",
              Fault.answer(200, "{\"data\":{\"result\":null}}").containing(ProbedHome.ONE));
      case "WF-88" ->
          add(
              "/ctgy/assignCategory$",
              // The first one is that of the new object.
              refused(422, "no action").times(1));
      case "WF-80" -> add("/proj$", Fault.rewrite("\"ID\":", "\"guid\":").onMethod("POST"));
      case "WF-73" -> add("/proj/[0-9a-f]{32}$", Fault.rewrite("true", "false").onMethod("DELETE"));
      case "WF-75" ->
          add("/proj/search$", Fault.rewrite("\"data\":\\[\\]", "\"data\":[{\"ID\":\"1\"}]"));
      case "WF-31" ->
          add("/search$", Fault.rewrite("(\"lastUpdatedByID\":\")[0-9a-f]{32}", "$1" + NO_ID));
      case "WF-36" -> add("/search$", Fault.rewrite("(\"lastUpdateDate\":\")\\d{4}", "$11999"));
      default -> write(id);
    }
  }

  private void write(String id) {
    Fault wrong =
        switch (id) {
          case "WF-30" -> refused(422, "no JSON").containing("\"name\"");
          case "WF-32" -> Fault.rewrite("\"budget\":[0-9.\"]+", "\"budget\":99");
          case "WF-33" -> Fault.rewrite("\"2026-01-31\"", "\"2026-01-30\"");
          case "WF-34" -> Fault.rewrite("\"2026-01-31T08", "\"2026-01-31T07");
          case "WF-35" -> refused(422, "argument type mismatch").containing("\\[ *\"LEGAL\"");
          default -> throw unknown(id);
        };
    add("/proj$", wrong.onMethod("PUT"));
  }

  private void workiva(String id) {
    Fault wrong =
        switch (id) {
          case "WI-01" -> refused(400, "X-Version").onPath("/spreadsheets/s$");
          case "WI-02" -> Fault.rewrite("\"name\":\"Other\"", "\"x\":1").onPath("/sheets$");
          case "WI-03" ->
              Fault.rewrite("http://127\\.0\\.0\\.1:\\d+/", "https://other.example/")
                  .onPath("/sheets$");
          case "WI-04" -> Fault.rewrite("\"dataset\"", "\"x\"").onPath("/sheets$");
          case "WI-05" -> Fault.rewrite("(\"range\":\")", "$1Data!").onPath("/values/");
          case "WI-06" ->
              Fault.rewrite("(\"values\":\\[\\[)[^,\\]]*", "$1{\"v\":1}").onPath("/values/");
          case "WI-07" ->
              Fault.rewrite("(\"values\":\\[\\[)", "$10,")
                  .onPath("/values/")
                  .containing("maxcellsperpage=1");
          case "WI-08" -> ignored().onPath("/sheets/writeback-probe");
          default -> throw unknown(id);
        };
    sandbox.faults().add(wrong.onService("workiva"));
  }

  private void dataWorld(String id) {
    Fault wrong =
        switch (id) {
          case "DW-01" -> refused(401, "who?").onPath("/datasets/acme/sales-data$");
          case "DW-02" -> Fault.rewrite("(\"sizeInBytes\":)\\d+", "$1\"big\"");
          case "DW-03" -> Fault.rewrite("(\"sizeInBytes\":)(\\d+)", "$19$2");
          case "DW-04" -> Fault.rewrite("(\"accessLevel\":)\"WRITE\"", "$1\"OWNER\"");
          case "DW-05" -> Fault.rewrite("(\"status\":)\"[A-Z]+\"", "$1\"READY\"");
          case "DW-06" -> ignored().onPath("/datasets/acme/writeback-probe");
          case "DW-07" -> Fault.rewrite("\"records\"", "\"items\"").onPath("/user/datasets");
          default -> throw unknown(id);
        };
    sandbox.faults().add(wrong.onService("data.world"));
  }

  private static IllegalArgumentException unknown(String id) {
    return new IllegalArgumentException("nothing turns " + id + " wrong");
  }

  private static Fault refused(int status, String message) {
    return Fault.answer(
            status,
            "{\"error\":{\"class\":\"com.attask.x\",\"message\":\"%s\"}}"
                .formatted(message.replace("\"", "\\\"")))
        .times(Fault.FOR_EVER);
  }

  private static Fault ignored() {
    return Fault.answer(200, "{\"data\":[]}").times(Fault.FOR_EVER);
  }

  private void knob(String json) throws IOException {
    sandbox.domo().set(dataSet, DataSetKnobs.NONE.with(Json.read(json)));
  }

  private void add(String path, Fault fault) {
    add("workfront", path, fault);
  }

  private void add(String service, String path, Fault fault) {
    sandbox.faults().add(fault.onService(service).onPath(path));
  }
}
