package io.writeback.contract;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** A destination of the tests, found on the class path like any other. */
final class NotesContractTest extends ApplyContract {
  private NotesService service;

  @Override
  protected Service startService() throws IOException {
    service = new NotesService();
    return service;
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
  protected Sink sink() {
    return new Sink("notes-sink", Map.of("notebook", NotesService.NOTEBOOK));
  }

  @Override
  protected String header() {
    return "id,text";
  }

  @Override
  protected String line(int n, String value) {
    return n + "," + value;
  }

  @Override
  protected void prepare(int size) {
    service.notes.clear();
    for (int n = 1; n <= size + 3; n++) {
      service.notes.put(Integer.toString(n), "old " + n);
    }
  }

  @Override
  protected Map<Integer, String> stored() {
    Map<Integer, String> values = new TreeMap<>();
    service.notes.forEach((id, text) -> values.put(Integer.valueOf(id), text));
    return values;
  }

  @Override
  protected void edit(int n, String value) {
    service.notes.put(Integer.toString(n), value);
  }

  @Override
  protected Call write() {
    return Call.of("PATCH", "/notebooks/contract/notes");
  }

  @Override
  protected boolean breakRow(int n) {
    return service.locked.add(Integer.toString(n));
  }

  @Override
  protected RequestSchema schema() {
    RequestSchema schema = new RequestSchema().header("Authorization");
    schema.form("notebooks", "GET", "/notebooks");
    schema.form("read notes", "GET", "/notebooks/[a-z]+/notes").mayAsk("ids", "\\d+(,\\d+){0,99}");
    schema
        .form("change notes", "PATCH", "/notebooks/[a-z]+/notes")
        .json(
            (request, body, problem) -> {
              if (body.path("notes").isEmpty() || body.path("notes").size() > 100) {
                problem.accept("1 to 100 notes are changed at once");
              }
            });
    return schema;
  }
}
