package io.writeback.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Faults;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Listener;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import io.writeback.sandbox.http.Traffic;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The service that stands in for notes: one notebook, in memory. */
final class NotesService implements DestinationContract.Service {
  static final String TOKEN = "notes-token-of-the-tests";
  static final String NOTEBOOK = "contract";

  final Map<String, String> notes = new ConcurrentSkipListMap<>();
  final Set<String> locked = ConcurrentHashMap.newKeySet();
  private final Faults faults = new Faults();
  private final Listener listener;

  NotesService() throws IOException {
    listener =
        Listener.start(
            "notes",
            0,
            faults.around("notes", this::answer),
            request -> Response.empty(404),
            new Traffic());
  }

  private Response answer(Request request) throws IOException {
    if (!request.header("Authorization").orElse("").equals("Bearer " + TOKEN)) {
      return refusal(401, "the token is not known");
    }
    String call = request.method() + " " + request.path();
    if (call.equals("GET /notebooks")) {
      ObjectNode all = Json.object();
      all.putArray("notebooks").add(NOTEBOOK);
      return Response.text(200, "application/json", all.toString());
    }
    String place = " /notebooks/" + NOTEBOOK + "/notes";
    if (call.equals("GET" + place)) {
      String ids = request.query().first("ids").orElse("");
      return shown(Arrays.asList(ids.split(",")), Json.array());
    }
    return call.equals("PATCH" + place)
        ? changed(request.bodyText())
        : refusal(404, "there is no " + request.path());
  }

  private Response changed(String body) {
    JsonNode sent;
    try {
      sent = Json.read(body).path("notes");
    } catch (JsonProcessingException e) {
      return refusal(400, "the body is no JSON");
    }
    ArrayNode refused = Json.array();
    for (JsonNode note : sent) {
      String id = note.path("id").asText();
      if (locked.contains(id) || !notes.containsKey(id)) {
        refused.addObject().put("id", id).put("message", "note " + id + " is locked");
      } else {
        notes.put(id, note.path("text").asText());
      }
    }
    return shown(sent.findValuesAsText("id"), refused);
  }

  private Response shown(Collection<String> ids, ArrayNode refused) {
    ObjectNode answer = Json.object();
    ArrayNode shown = answer.putArray("notes");
    for (String id : ids) {
      if (notes.containsKey(id)) {
        shown.addObject().put("id", id).put("text", notes.get(id));
      }
    }
    answer.set("refused", refused);
    return Response.text(200, "application/json", answer.toString());
  }

  private static Response refusal(int status, String message) {
    return Response.text(
        status, "application/json", Json.object().put("message", message).toString());
  }

  @Override
  public URI url() {
    return listener.url();
  }

  @Override
  public Faults faults() {
    return faults;
  }

  @Override
  public void close() {
    listener.close();
  }
}
