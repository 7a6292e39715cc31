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
import java.util.Optional;
import java.util.Set;

/**
 * A request that edits objects: PUT of bare JSON, and {@code fields=} so that the answer shows what
 * was written (OpenAPI document of v19.0, Bulk Edit; Workfront's own client does the same).
 *
 * <p>A URI may have 8,892 bytes (Workfront API basics: the CDN's limit). If the names of the fields
 * do not fit, the answer to a JSON body cannot show them, and the objects are read by a search.
 */
abstract class UpdateRequest {
  static final int LONGEST_URI = 8_892;

  private final List<String> askedBack;
  private final UpdateBody body;

  /**
   * @param askedBack the wire names that can be asked back, in the order of the mapping
   * @param body how the tenant takes the records
   */
  UpdateRequest(List<String> askedBack, UpdateBody body) {
    this.askedBack = List.copyOf(askedBack);
    this.body = body;
  }

  /**
   * The request of an object, as its API lets it be edited.
   *
   * @param atomic whether all records of a call are written or none; its answer shows no object, so
   *     nothing is asked back (Workfront API basics, Bulk updates)
   * @param body how the tenant takes the records
   */
  static UpdateRequest to(
      URI uri, ObjectType object, List<String> askedBack, boolean atomic, UpdateBody body) {
    if (atomic) {
      return new BulkUpdate(URI.create(uri + "?atomic=true"), List.of(), body);
    }
    return object.editing() == ObjectType.Editing.SINGLE
        ? new SingleUpdate(uri, askedBack, body)
        : new BulkUpdate(uri, askedBack, body);
  }

  /** Where the records are put. */
  abstract URI uri(List<Record> records);

  abstract void write(JsonGenerator json, List<Record> records) throws IOException;

  /** The request without credentials. */
  final HttpRequest of(List<Record> records) {
    byte[] updates = updates(records);
    Optional<URI> asking = asking(records);
    URI uri = asking.orElseGet(() -> uri(records));
    if (body == UpdateBody.JSON) {
      return HttpRequest.json("PUT", uri, updates);
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("updates", new String(updates, StandardCharsets.UTF_8));
    if (asking.isEmpty()) {
      form.put("fields", FieldList.of(fields(records)));
    }
    return HttpRequest.form("PUT", uri, form);
  }

  /** Whether the answer shows what was written, as far as it can be shown at all. */
  final boolean showsWhatIsWritten(List<Record> records) {
    return body == UpdateBody.UPDATES || asking(records).isPresent();
  }

  /** The address with the fields to show, if it is no longer than an address may be. */
  private Optional<URI> asking(List<Record> records) {
    List<String> fields = fields(records);
    if (fields.isEmpty()) {
      return Optional.of(uri(records));
    }
    return Optional.of(uri(records) + "?fields=" + Query.encode(FieldList.of(fields)))
        .filter(text -> text.length() <= LONGEST_URI)
        .map(URI::create);
  }

  private List<String> fields(List<Record> records) {
    Set<String> written = new HashSet<>();
    records.forEach(record -> written.addAll(record.fields().keySet()));
    return askedBack.stream().filter(written::contains).toList();
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
