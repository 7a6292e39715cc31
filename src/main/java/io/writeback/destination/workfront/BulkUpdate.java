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
 * The request that edits many objects: PUT of a bare JSON array, and {@code fields=} asking back
 * what was written (OpenAPI document of v19.0, Bulk Edit; Workfront's own client does the same).
 *
 * <p>A URI may have 8,892 bytes (Workfront API basics: the CDN's limit). If the names of the fields
 * do not fit, array and names go into a form instead, as Workfront's client sends them to older
 * versions.
 */
final class BulkUpdate {
  static final int LONGEST_URI = 8_892;

  private final URI uri;
  private final List<String> askedBack;

  /**
   * @param uri of the object: {@code …/attask/api/v20.0/proj}
   * @param askedBack the wire names that can be asked back, in the order of the mapping
   */
  BulkUpdate(URI uri, List<String> askedBack) {
    this.uri = uri;
    this.askedBack = List.copyOf(askedBack);
  }

  /** The request without credentials. */
  HttpRequest of(List<Record> records) {
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

  private static byte[] updates(List<Record> records) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
      json.writeStartArray();
      for (Record record : records) {
        json.writeStartObject();
        json.writeStringField("ID", record.key());
        for (Map.Entry<String, Object> field : record.fields().entrySet()) {
          json.writePOJOField(field.getKey(), field.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
