package io.writeback.destination.workfront.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.rest.StrictJson;
import io.writeback.destination.workfront.mapping.MetadataField.Option;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A custom field as the tenant's list of them describes it (objCode PARAM).
 *
 * @param name unique in the tenant; {@code DE:} and this is the wire name
 * @param label what people see, "" if it has none; not unique
 * @param dataType TEXT, NMBR, CURC, DATE, DTTM, RICH, HTML, …
 * @param displayType TEXT, SLCT, CHCK, MULT, CALC, TYAH, …
 * @param refObjCode of a reference: what it refers to; else ""
 * @param options its options, none if it has none or they were not sent
 */
record Parameter(
    String name,
    String label,
    String dataType,
    String displayType,
    String refObjCode,
    List<Option> options) {
  private static final Set<String> READ_ONLY =
      Set.of("CALC", "ROLLUP", "SNGLROLLUP", "TIMEPHASED", "WIDGET", "DTXT");
  private static final Set<String> LISTS = Set.of("CHCK", "MULT", "MULTEXTRNL", "MULTINTRNL");
  private static final Set<String> REFERENCES = Set.of("TYAH", "INTRNL", "MULTINTRNL");
  private static final Set<String> RICH = Set.of("RICH", "HTML");
  private static final Map<String, ValueKind> BY_DATA_TYPE =
      Map.of(
          "TEXT", ValueKind.TEXT,
          "NMBR", ValueKind.DOUBLE,
          "CURC", ValueKind.DOUBLE,
          "DATE", ValueKind.DAY,
          "DTTM", ValueKind.INSTANT);

  /** Reads an object of the search; empty if it says no name or no types. */
  static Optional<Parameter> of(JsonNode object) {
    String name = StrictJson.text(object, "name");
    String dataType = StrictJson.text(object, "dataType");
    String displayType = StrictJson.text(object, "displayType");
    if (name.isEmpty() || (dataType.isEmpty() && displayType.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new Parameter(
            name,
            StrictJson.text(object, "label"),
            dataType,
            displayType,
            StrictJson.text(object, "refObjCode"),
            MetadataField.options(object.path("parameterOptions"))));
  }

  /** Whether Workfront computes it, or it only shows something. */
  boolean readOnly() {
    return READ_ONLY.contains(displayType) || READ_ONLY.contains(dataType);
  }

  /** How its values are written; empty if its types are not known here. */
  Optional<ValueKind> kind() {
    if (LISTS.contains(displayType)) {
      return Optional.of(refers() ? ValueKind.REFERENCES : ValueKind.TEXTS);
    }
    if (RICH.contains(dataType) || RICH.contains(displayType)) {
      return Optional.of(ValueKind.RICH_TEXT);
    }
    if (refers()) {
      return Optional.of(ValueKind.REFERENCE);
    }
    return readOnly()
        ? Optional.of(BY_DATA_TYPE.getOrDefault(dataType, ValueKind.TEXT))
        : Optional.ofNullable(BY_DATA_TYPE.get(dataType));
  }

  private boolean refers() {
    return REFERENCES.contains(displayType) || !refObjCode.isEmpty();
  }

  /** Its types as people see them: {@code TEXT CHCK}. */
  String type() {
    return String.join(" ", dataType, displayType, refObjCode).strip().replace("  ", " ");
  }
}
