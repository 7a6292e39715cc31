package io.writeback.destination.workfront;

import com.fasterxml.jackson.core.JsonGenerator;
import io.writeback.destination.Record;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Edits many objects by one call: PUT of an array to {@code /proj}. */
final class BulkUpdate extends UpdateRequest {
  private final URI uri;

  /**
   * @param uri of the object: {@code …/attask/api/v20.0/proj}
   * @param askedBack the wire names that can be asked back, in the order of the mapping
   * @param body how the tenant takes the records
   */
  BulkUpdate(URI uri, List<String> askedBack, UpdateBody body) {
    super(askedBack, body);
    this.uri = uri;
  }

  @Override
  URI uri(List<Record> records) {
    return uri;
  }

  @Override
  void write(JsonGenerator json, List<Record> records) throws IOException {
    json.writeStartArray();
    for (Record record : records) {
      json.writeStartObject();
      json.writeStringField("ID", record.key());
      fields(json, record);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
