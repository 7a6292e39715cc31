package io.writeback.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.run.Report;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fetches each object of a plan before and after each step, and edits some as a colleague. */
final class PlanProof extends Proof {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> OF_THE_EDIT = List.of("lastUpdateDate", "lastUpdatedByID");

  private final URI workfront;
  private final Map<String, ObjectNode> expected = new LinkedHashMap<>();
  private int looks;

  PlanProof(URI workfront) {
    this.workfront = workfront;
  }

  /** The IDs of some projects. */
  List<String> projects(int most) throws IOException {
    List<String> ids = new ArrayList<>();
    String all = get(address(""), HttpResponse.BodyHandlers.ofString()).body();
    for (String line : all.lines().limit(most).toList()) {
      ids.add(JSON.readTree(line).get("ID").asText());
    }
    return ids;
  }

  /** From here on the objects have to be as they are now, but for the edits. */
  void before(List<String> ids) throws IOException {
    for (String id : ids) {
      expected.put(id, fetch(id));
    }
  }

  /** A colleague writes a field. */
  void edit(String id, String field, String value) throws IOException {
    String updates = JSON.createObjectNode().put(field, value).toString();
    URI address =
        workfront.resolve(
            "/attask/api/v20.0/proj/%s?apiKey=%s&updates=%s"
                .formatted(
                    id, Workfront.API_KEY, URLEncoder.encode(updates, StandardCharsets.UTF_8)));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(address).PUT(HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the colleague's edit was answered " + answer.statusCode());
    }
    expected.get(id).set(field, fetch(id).get(field));
  }

  /** A plan has written nothing. */
  void unchanged() throws IOException {
    compare("after the plan", expected);
  }

  /** All but the first, which a colleague has edited, have the new values. */
  void applied(Report report) throws IOException {
    Map<String, ObjectNode> now = new LinkedHashMap<>();
    String first = expected.keySet().iterator().next();
    for (Map.Entry<String, ObjectNode> entry : expected.entrySet()) {
      ObjectNode object = entry.getValue().deepCopy();
      if (!entry.getKey().equals(first)) {
        object.put("budget", 123456.78);
        object.put("description", "Budget of the new year");
      }
      now.put(entry.getKey(), object);
    }
    compare("after apply", now);
    require("apply", report, expected.size() - 1, 1);
  }

  /** All are as they were, but for what the colleague wrote. */
  void undone(Report report) throws IOException {
    compare("after undo", expected);
    require("undo", report, expected.size() - 1, 0);
  }

  private void require(String what, Report report, long written, long rejected) {
    if (report.written() != written || report.tally().rejected() != rejected) {
      faults.add(
          "%s: expected %d rows written and %d rejected, the report has %d and %d"
              .formatted(what, written, rejected, report.written(), report.tally().rejected()));
    }
  }

  private void compare(String when, Map<String, ObjectNode> objects) throws IOException {
    for (Map.Entry<String, ObjectNode> entry : objects.entrySet()) {
      ObjectNode found = fetch(entry.getKey());
      if (!found.equals(entry.getValue())) {
        faults.add(
            "%s, object %s: expected %s, found %s"
                .formatted(when, entry.getKey(), entry.getValue(), found));
      }
      looks++;
    }
  }

  /** An object without what says who wrote it last, and when. */
  private ObjectNode fetch(String id) throws IOException {
    JsonNode object =
        JSON.readTree(get(address("/" + id), HttpResponse.BodyHandlers.ofString()).body());
    return ((ObjectNode) object).remove(OF_THE_EDIT);
  }

  private URI address(String id) {
    return workfront.resolve("/sandbox/objects/PROJ" + id);
  }

  /** Objects that were planned. */
  public int getObjects() {
    return expected.size();
  }

  @Override
  int proven() {
    return looks;
  }

  @Override
  String sentence() {
    return "%,d objects fetched before, after the plan, after apply and after undo: the plan wrote nothing, apply kept what a colleague had changed, and after undo every object is as it was, but for the two values of the colleague."
        .formatted(expected.size());
  }
}
