package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.core.JsonGenerator;
import io.writeback.destination.Record;
import io.writeback.destination.rest.StrictJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Records as Workfront takes them: an object each, with members of its own before its fields. */
final class RecordJson {
  /** What a body begins with: most records need less. */
  private static final int BYTES_OF_A_RECORD = 256;

  private RecordJson() {}

  /** Many, as an array. */
  static byte[] array(List<Record> records, Function<Record, Map<String, String>> before) {
    return bytes(
        records.size(),
        json -> {
          json.writeStartArray();
          for (Record record : records) {
            object(json, record, before.apply(record));
          }
          json.writeEndArray();
        });
  }

  /** One. */
  static byte[] object(Record record, Map<String, String> before) {
    return bytes(1, json -> object(json, record, before));
  }

  /** Writes JSON. */
  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  private static byte[] bytes(int records, Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_OF_A_RECORD * records);
    try (JsonGenerator json = StrictJson.MAPPER.createGenerator(bytes)) {
      json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void object(JsonGenerator json, Record record, Map<String, String> before)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, String> member : before.entrySet()) {
      json.writeStringField(member.getKey(), member.getValue());
    }
    for (Map.Entry<String, Object> field : record.fields().entrySet()) {
      json.writeFieldName(field.getKey());
      value(json, field.getValue());
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else {
      // A list, or null.
      json.writeObject(value);
    }
  }
}
