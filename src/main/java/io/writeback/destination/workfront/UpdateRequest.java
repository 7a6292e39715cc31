package io.writeback.destination.workfront;

import com.fasterxml.jackson.core.JsonGenerator;
import io.writeback.destination.Record;
import io.writeback.http.HttpRequest;
import io.writeback.http.Query;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request that edits objects: PUT of bare JSON, and {@code fields=} asking back what was written
 * (OpenAPI document of v19.0, Bulk Edit; Workfront's own client does the same).
 *
 * <p>A URI may have 8,892 bytes (Workfront API basics: the CDN's limit). If the names of the fields
 * do not fit, JSON and names go into a form instead, as Workfront's client sends them to older
 * versions.
 */
abstract class UpdateRequest {
  static final int LONGEST_URI = 8_892;

  private final List<String> askedBack;

  /**
   * @param askedBack the wire names that can be asked back, in the order of the mapping
   */
  UpdateRequest(List<String> askedBack) {
    this.askedBack = List.copyOf(askedBack);
  }

  /**
   * The request of an object, as its API lets it be edited.
   *
   * @param atomic whether all records of a call are written or none; its answer shows no object, so
   *     nothing is asked back (Workfront API basics, Bulk updates)
   */
  static UpdateRequest to(URI uri, ObjectType object, List<String> askedBack, boolean atomic) {
    if (atomic) {
      return new BulkUpdate(URI.create(uri + "?atomic=true"), List.of());
    }
    return object.editing() == ObjectType.Editing.SINGLE
        ? new SingleUpdate(uri, askedBack)
        : new BulkUpdate(uri, askedBack);
  }

  /** Where the records are put. */
  abstract URI uri(List<Record> records);

  abstract void write(JsonGenerator json, List<Record> records) throws IOException;

  /** The request without credentials. */
  final HttpRequest of(List<Record> records) {
    URI uri = uri(records);
    byte[] updates = updates(records);
    String fields = fields(records);
    if (fields.isEmpty()) {
      return HttpRequest.json("PUT", uri, updates);
    }
    String text = uri + "?fields=" + Query.encode(fields);
    if (text.length() <= LONGEST_URI) {
      return HttpRequest.json("PUT", URI.create(text), updates);
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("updates", new String(updates, StandardCharsets.UTF_8));
    form.put("fields", fields);
    return HttpRequest.form("PUT", uri, form);
  }

  private String fields(List<Record> records) {
    Set<String> written = new HashSet<>();
    records.forEach(record -> written.addAll(record.fields().keySet()));
    return String.join(",", askedBack.stream().filter(written::contains).toList());
  }

  private byte[] updates(List<Record> records) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
      write(json, records);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static void fields(JsonGenerator json, Record record) throws IOException {
    for (Map.Entry<String, Object> field : record.fields().entrySet()) {
      json.writePOJOField(field.getKey(), field.getValue());
    }
  }
}
