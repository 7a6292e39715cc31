package io.writeback.destination.workfront;

import io.writeback.destination.Record;
import io.writeback.http.HttpRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for objects with the fields that were to be written: a search by ID. Unlike a get of several
 * IDs it leaves out what is not there and answers the rest (users' reports). GET while the URI is
 * short enough, else the same as the form of a POST with {@code method=GET} (Workfront's own
 * client; the OpenAPI document has GET only). A batch is never more than one page.
 */
final class ReadBackRequest {
  private final URI uri;
  private final List<String> readBack;
  private final boolean tellsChanges;

  /**
   * @param uri of the object: {@code …/attask/api/v20.0/proj}
   * @param readBack the wire names that can be asked for, in the order of the mapping
   * @param tellsChanges whether the object says when it was changed and by whom
   */
  ReadBackRequest(URI uri, List<String> readBack, boolean tellsChanges) {
    this.uri = URI.create(uri + "/search");
    this.readBack = List.copyOf(readBack);
    this.tellsChanges = tellsChanges;
  }

  /** Where it goes. */
  URI uri() {
    return uri;
  }

  /** The request without credentials; empty if no field of the records can be asked for. */
  Optional<HttpRequest> of(List<Record> records) {
    List<String> fields = written(records);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    if (tellsChanges) {
      fields.add(ObjectMetadata.LAST_CHANGE);
      fields.add(ObjectMetadata.LAST_CHANGED_BY);
    }
    return Optional.of(request(records, fields));
  }

  /** The same for records that are written: at least that they are there is asked. */
  HttpRequest confirming(List<Record> records) {
    List<String> fields = written(records);
    return request(records, fields.isEmpty() ? List.of("ID") : fields);
  }

  private List<String> written(List<Record> records) {
    Set<String> written = new HashSet<>();
    records.forEach(record -> written.addAll(record.fields().keySet()));
    List<String> fields = new ArrayList<>(readBack);
    fields.removeIf(field -> !written.contains(field));
    return fields;
  }

  private HttpRequest request(List<Record> records, List<String> fields) {
    return IdSearch.of(uri, records.stream().map(Record::key).toList(), FieldList.of(fields));
  }
}
