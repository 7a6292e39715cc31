package io.writeback.destination.workfront.update;

import io.writeback.destination.Record;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks for objects with the fields that records write, no more objects than one page has.
 *
 * @param readBack the names that can be asked for
 * @param showsChanges whether the object says when it was changed and by whom
 */
record ReadBackRequest(IdSearch search, FieldList readBack, boolean showsChanges) {
  /** The request without credentials; empty if no field of the records can be asked for. */
  Optional<HttpRequest> of(List<Record> records) {
    List<String> fields = new ArrayList<>(readBack.writtenBy(records).names());
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    if (showsChanges) {
      fields.add(ObjectMetadata.LAST_CHANGE);
      fields.add(ObjectMetadata.LAST_CHANGED_BY);
    }
    return Optional.of(request(records, new FieldList(fields)));
  }

  /** Only what the fields hold, and at least that the objects are there. */
  HttpRequest plain(List<Record> records) {
    FieldList fields = readBack.writtenBy(records);
    return request(records, fields.names().isEmpty() ? FieldList.ID : fields);
  }

  private HttpRequest request(List<Record> records, FieldList fields) {
    return search.of(records.stream().map(Record::key).toList(), fields);
  }
}
