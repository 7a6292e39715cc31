package io.writeback.destination.workfront;

import com.fasterxml.jackson.core.JsonGenerator;
import io.writeback.destination.Record;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Edits one object by a call: PUT of an object to {@code /qued/ID} (Workfront's own client). */
final class SingleUpdate extends UpdateRequest {
  private final URI uri;

  /**
   * @param uri of the kind of object: {@code …/attask/api/v20.0/qued}
   * @param askedBack the wire names that can be asked back, in the order of the mapping
   * @param body how the tenant takes the records
   */
  SingleUpdate(URI uri, List<String> askedBack, UpdateBody body) {
    super(askedBack, body);
    this.uri = uri;
  }

  @Override
  URI uri(List<Record> records) {
    return URI.create(uri + "/" + only(records).key());
  }

  @Override
  void write(JsonGenerator json, List<Record> records) throws IOException {
    json.writeStartObject();
    fields(json, only(records));
    json.writeEndObject();
  }

  private static Record only(List<Record> records) {
    if (records.size() != 1) {
      throw new IllegalArgumentException("one record a call, not " + records.size());
    }
    return records.get(0);
  }
}
