package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.rest.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Custom fields in the shape that real tenants answer, with values of our own. */
public final class CustomFields {
  private static final JsonNode ANSWERS = read();

  private CustomFields() {}

  /** What {@code /proj/metadata} answers. */
  public static JsonNode metadata() {
    return ANSWERS.path("metadata").deepCopy();
  }

  /** What {@code /param/search} answers about the same fields. */
  public static JsonNode parameters() {
    return ANSWERS.path("param").deepCopy();
  }

  private static JsonNode read() {
    try (InputStream file =
        CustomFields.class.getResourceAsStream("/workfront/custom-fields.json")) {
      return StrictJson.MAPPER.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
