package io.writeback.destination.workfront;

import com.fasterxml.jackson.core.JsonGenerator;
import io.writeback.destination.Record;
import io.writeback.destination.rest.StrictJson;
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
final class UpdateRequest {
  static final int LONGEST_URI = 8_892;

  private final URI uri;
  private final boolean bulk;
  private final List<String> readBack;
  private final UpdateBody body;

  private UpdateRequest(URI uri, boolean bulk, List<String> readBack, UpdateBody body) {
    this.uri = uri;
    this.bulk = bulk;
    this.readBack = List.copyOf(readBack);
    this.body = body;
  }

  /**
   * Edits many objects by one call: PUT of an array.
   *
   * @param uri of the object: {@code …/attask/api/v20.0/proj}
   * @param readBack the wire names that can be read back, in the order of the mapping
   * @param body how the tenant takes the records
   */
  static UpdateRequest bulk(URI uri, List<String> readBack, UpdateBody body) {
    return new UpdateRequest(uri, true, readBack, body);
  }

  /** Edits one object by a call: PUT of an object to {@code /qued/ID} (Workfront's own client). */
  static UpdateRequest single(URI uri, List<String> readBack, UpdateBody body) {
    return new UpdateRequest(uri, false, readBack, body);
  }

  /**
   * The request of an object, as its API lets it be edited.
   *
   * @param atomic whether all records of a call are written or none; its answer shows no object, so
   *     nothing is read back (Workfront API basics, Bulk updates)
   * @param body how the tenant takes the records
   */
  static UpdateRequest to(
      URI uri, ObjectType object, List<String> readBack, boolean atomic, UpdateBody body) {
    if (atomic) {
      return bulk(URI.create(uri + "?atomic=true"), List.of(), body);
    }
    return new UpdateRequest(uri, object.editing() != ObjectType.Editing.SINGLE, readBack, body);
  }

  /** Where the records are put. */
  private URI uri(List<Record> records) {
    return bulk ? uri : URI.create(uri + "/" + only(records).key());
  }

  private static Record only(List<Record> records) {
    if (records.size() != 1) {
      throw new IllegalArgumentException("one record a call, not " + records.size());
    }
    return records.get(0);
  }

  /** The request without credentials. */
  HttpRequest of(List<Record> records) {
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
  boolean showsWhatIsWritten(List<Record> records) {
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
    return readBack.stream().filter(written::contains).toList();
  }

  private byte[] updates(List<Record> records) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = StrictJson.MAPPER.createGenerator(bytes)) {
      json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      if (bulk) {
        json.writeStartArray();
        for (Record record : records) {
          json.writeStartObject();
          json.writeStringField("ID", record.key());
          object(json, record);
        }
        json.writeEndArray();
      } else {
        json.writeStartObject();
        object(json, only(records));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void object(JsonGenerator json, Record record) throws IOException {
    for (Map.Entry<String, Object> field : record.fields().entrySet()) {
      json.writePOJOField(field.getKey(), field.getValue());
    }
    json.writeEndObject();
  }
}
