package io.writeback.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.DestinationType;
import io.writeback.destination.notes.NotesType;
import io.writeback.sandbox.http.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A destination of the tests, which shows all that a look takes. */
final class NotesLookTest extends LookContract {
  private NotesService service;

  @Override
  protected DestinationContract.Service startService() throws IOException {
    service = new NotesService();
    return service;
  }

  @Override
  protected DestinationType type() {
    return new NotesType();
  }

  @Override
  protected String account() {
    return "notes";
  }

  @Override
  protected Map<String, String> credentials() {
    return Map.of("token", NotesService.TOKEN);
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("notebook", NotesService.NOTEBOOK);
  }

  @Override
  protected List<String> keyColumns() {
    return List.of("id");
  }

  @Override
  protected List<String> key(int n) {
    return List.of(Integer.toString(n));
  }

  @Override
  protected List<Field> fields() {
    return List.of(new Field("text", "'old'", "old", "old", "new"));
  }

  @Override
  protected void write(Map<String, JsonNode> values) {
    service.notes.put("1", values.get("text").asText(""));
    service.notes.put("2", values.get("text").asText(""));
  }

  @Override
  protected JsonNode raw() {
    return Json.tree(service.notes);
  }
}
