package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.databind.JsonNode;

/** What an object holds, as an answer shows it. */
interface Found {
  /** The value of a field; a missing node if the answer does not show it. */
  JsonNode value(ComparedField field);

  /** Whether the value is known to be this text, number or flag without a closer look. */
  default boolean isPlainly(ComparedField field, String text) {
    return false;
  }

  static Found of(JsonNode object) {
    return field -> object.path(field.name());
  }
}
