package io.writeback.destination.workfront.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.rest.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.lang3.Strings;

/**
 * A field of an object, as the object's metadata describes it.
 *
 * @param name its key, without {@code DE:}
 * @param label what people see, "" if it has none
 * @param type the fieldType: {@code string}, {@code dateTime}, …; of a custom field that has none,
 *     its {@code type}; {@code string} if neither is given
 * @param flags READ_ONLY and others
 * @param options the values it offers; customers may have more than are listed
 * @param forms the custom forms that carry it; none for a native field
 * @param custom whether it belongs to a custom form (a Parameter)
 * @param kind how its values are written
 * @param source where that is known from
 * @param notes what a person should know if it is written, each the end of a sentence
 */
public record MetadataField(
    String name,
    String label,
    String type,
    Set<String> flags,
    List<Option> options,
    List<Form> forms,
    boolean custom,
    ValueKind kind,
    FieldSource source,
    List<String> notes) {
  /** A value that a field offers, and how people see it. */
  public record Option(String value, String label) {}

  /** A custom form (a Category), by which an object has the field. */
  public record Form(String id, String name) {}

  static final String CUSTOM_PREFIX = "DE:";
  static final String READ_ONLY = "READ_ONLY";

  public MetadataField {
    flags = java.util.Collections.unmodifiableSet(new TreeSet<>(flags));
    options = List.copyOf(options);
    forms = List.copyOf(forms);
    notes = List.copyOf(notes);
  }

  /** A field of which the metadata says all that is known. */
  public MetadataField(
      String name,
      String label,
      String type,
      Set<String> flags,
      List<Option> options,
      List<Form> forms,
      boolean custom) {
    this(
        name,
        label,
        type,
        flags,
        options,
        forms,
        custom,
        ValueKind.of(type),
        FieldSource.METADATA,
        ValueKind.knows(type)
            ? List.of()
            : List.of("its type %s is not known here; its cells are sent as text".formatted(type)));
  }

  /** The same field, of which more is known. */
  MetadataField known(String type, ValueKind kind, FieldSource source, List<String> notes) {
    return new MetadataField(name, label, type, flags, options, forms, custom, kind, source, notes);
  }

  /**
   * Reads an entry of {@code fields} or {@code custom}; every member of it may be absent. A native
   * entry has {@code label}, {@code fieldType} and {@code flags}. A custom entry has {@code type}
   * and {@code categories} instead (captured on v17 tenants); versions that send the members of a
   * native one are read as well.
   */
  static MetadataField of(String key, JsonNode entry, boolean custom) {
    Set<String> flags = new TreeSet<>();
    entry.path("flags").forEach(flag -> flags.add(flag.asText()));
    MetadataField field =
        new MetadataField(
            custom ? Strings.CS.removeStart(key, CUSTOM_PREFIX) : key,
            StrictJson.text(entry, "label"),
            type(entry),
            flags,
            options(entry.path("possibleValues")),
            forms(entry),
            custom);
    boolean mayHaveTime =
        custom && StrictJson.text(entry, "fieldType").isEmpty() && field.kind() == ValueKind.DAY;
    return mayHaveTime
        ? field.known(field.type(), ValueKind.DAY_OR_INSTANT, field.source(), field.notes())
        : field;
  }

  /** Reads {@code possibleValues}, or the options of a parameter. */
  static List<Option> options(JsonNode entries) {
    List<Option> options = new ArrayList<>();
    for (JsonNode option : entries) {
      JsonNode value = option.path("value");
      if (!value.isMissingNode() && !value.isNull()) {
        options.add(new Option(value.asText(), option.path("label").asText("")));
      }
    }
    return options;
  }

  private static String type(JsonNode entry) {
    return Stream.of("fieldType", "type")
        .map(member -> StrictJson.text(entry, member))
        .filter(type -> !type.isEmpty())
        .findFirst()
        .orElse("string");
  }

  private static List<Form> forms(JsonNode entry) {
    List<Form> forms = new ArrayList<>();
    for (JsonNode category : entry.path("categories")) {
      String id = StrictJson.text(category, "ID").toLowerCase(Locale.ROOT);
      if (!id.isEmpty()) {
        forms.add(new Form(id, StrictJson.text(category, "name")));
      }
    }
    return forms;
  }

  /** What stands in a request: custom fields have {@code DE:} before their name. */
  public String wireName() {
    return custom ? CUSTOM_PREFIX + name : name;
  }

  /** Whether the API says that it takes a value for this field; ID selects and is never written. */
  public boolean writable() {
    return !flags.contains(READ_ONLY) && !wireName().equals("ID");
  }

  /** Whether {@code fields=} can name it: Workfront never shows the value of some native fields. */
  public boolean canBeReadBack() {
    return !flags.contains("WRITE_ONLY");
  }

  /** Whether one of the names is that of its column, or its own with or without prefix. */
  boolean answersTo(String column, List<String> names) {
    return names.contains(column) || names.contains(name) || names.contains(wireName());
  }

  /** The names of its forms. */
  List<String> formNames() {
    return forms.stream().map(Form::name).toList();
  }

  /** Its name and what people see, for messages. */
  String described() {
    return wireName()
        + (label.isEmpty() || label.equals(name) ? "" : " (\"" + label + "\")")
        + (writable() ? "" : " (read-only)");
  }
}
