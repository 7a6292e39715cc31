package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One field of an object type, built in or custom.
 *
 * @param name its key; a custom field's bare name, without {@code DE:}
 * @param label as users see it
 * @param type of its values
 * @param flags as in the metadata, e.g. READ_ONLY
 * @param possibleValues value → label, as the metadata lists them; empty if any value is allowed
 * @param unlistedValues values that writes accept although the metadata does not list them: a
 *     customer's own statuses (users' reports)
 * @param target the object type that an id field points to; empty for other fields
 * @param since the first API version that has it; 0 for all
 */
record Field(
    String name,
    String label,
    FieldType type,
    Set<String> flags,
    Map<JsonNode, String> possibleValues,
    List<String> unlistedValues,
    String target,
    int since) {
  Field {
    Objects.requireNonNull(type, "type");
    if (name.isBlank()) {
      throw new IllegalArgumentException("A field needs a name");
    }
  }

  boolean isReadOnly() {
    return flags.contains("READ_ONLY");
  }

  /** Whether it accepts values and never shows them. */
  boolean isWriteOnly() {
    return flags.contains("WRITE_ONLY");
  }

  boolean isRequired() {
    return flags.contains("REQUIRED");
  }

  /** Whether it holds the bare id of another object. */
  boolean isReference() {
    return type == FieldType.STRING && !target.isEmpty();
  }

  boolean isIn(int version) {
    return version >= since;
  }

  /** Whether a value of the right type is one of the allowed values. */
  boolean allows(JsonNode value) {
    return possibleValues.isEmpty()
        || possibleValues.containsKey(value)
        || unlistedValues.contains(value.asText());
  }
}
