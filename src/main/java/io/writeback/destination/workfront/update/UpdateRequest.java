package io.writeback.destination.workfront.update;

import io.writeback.destination.Record;
import io.writeback.destination.workfront.account.UpdateBody;
import io.writeback.http.HttpRequest;
import io.writeback.http.Query;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that edits objects: PUT of bare JSON, and {@code fields=} so that the answer shows what
 * was written (OpenAPI document of v19.0, Bulk Edit; Workfront's own client does the same). Many
 * objects are an array, one is an object that is put to {@code /qued/ID}.
 *
 * <p>A URI may have 8,892 bytes (Workfront API basics: the CDN's limit). If the names of the fields
 * do not fit, the answer to a JSON body cannot show them, and the objects are read by a search.
 *
 * @param uri of the object: {@code …/attask/api/v20.0/proj}
 * @param bulk whether one call edits many objects
 * @param readBack the names that can be read back; none where an answer shows no object, as that to
 *     an atomic update (Workfront API basics, Bulk updates)
 * @param body how the tenant takes the records
 */
record UpdateRequest(URI uri, boolean bulk, FieldList readBack, UpdateBody body) {
  static final int LONGEST_URI = 8_892;

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
      form.put("fields", readBack.writtenBy(records).toString());
    }
    return HttpRequest.form("PUT", uri, form);
  }

  /** Whether the answer shows what was written, as far as it can be shown at all. */
  boolean showsWhatIsWritten(List<Record> records) {
    return body == UpdateBody.UPDATES || asking(records).isPresent();
  }

  /** The address with the fields to show, if it is no longer than an address may be. */
  private Optional<URI> asking(List<Record> records) {
    FieldList fields = readBack.writtenBy(records);
    if (fields.names().isEmpty()) {
      return Optional.of(uri(records));
    }
    return Optional.of(uri(records) + "?fields=" + Query.encode(fields.toString()))
        .filter(text -> text.length() <= LONGEST_URI)
        .map(URI::create);
  }

  private byte[] updates(List<Record> records) {
    return bulk
        ? RecordJson.array(records, record -> Map.of("ID", record.key()))
        : RecordJson.object(only(records), Map.of());
  }
}
