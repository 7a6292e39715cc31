package io.writeback.destination.workfront.mapping;

import io.writeback.destination.workfront.mapping.MetadataField.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a tenant says of its custom fields, and what follows for a field of the metadata.
 *
 * @param byName the parameters that the account may see
 * @param refusal why there are none; empty if the tenant listed them, or was not asked
 */
record Parameters(Map<String, Parameter> byName, Optional<String> refusal) {
  /** Of objects whose custom fields do not matter. */
  static final Parameters NOT_ASKED = new Parameters(Map.of(), Optional.empty());

  Parameters {
    byName = Map.copyOf(byName);
  }

  /** A custom field with what is known of it besides the metadata. */
  MetadataField described(MetadataField field) {
    Parameter parameter = byName.get(field.name());
    return parameter == null ? fallenBack(field) : described(field, parameter);
  }

  private MetadataField fallenBack(MetadataField field) {
    List<String> notes = new ArrayList<>(field.notes());
    if (refusal.isEmpty()) {
      notes.add("PARAM does not list it, so its type is that of the metadata");
    }
    if (field.kind() == ValueKind.DAY_OR_INSTANT) {
      notes.add(
          "whether it holds a time of day is unknown: a cell is sent with its time if it has one");
    }
    return field.known(field.type(), field.kind(), FieldSource.FALL_BACK, notes);
  }

  private static MetadataField described(MetadataField field, Parameter parameter) {
    List<String> notes = new ArrayList<>();
    ValueKind kind = kind(parameter, field.kind(), notes);
    if (!field.kind().mayBe(kind)) {
      notes.add(
          "the metadata says %s and PARAM says %s, which holds"
              .formatted(field.type(), parameter.type()));
    }
    return with(field, parameter, kind, notes);
  }

  /** Numbers are DOUBLE, or exact where the metadata says that this tenant keeps them so. */
  private static ValueKind kind(Parameter parameter, ValueKind listed, List<String> notes) {
    Optional<ValueKind> kind = parameter.kind();
    if (kind.isEmpty()) {
      notes.add(
          "its type %s is not known here; its cells are sent as text".formatted(parameter.type()));
      return ValueKind.TEXT;
    }
    return kind.get() == ValueKind.DOUBLE && listed == ValueKind.DECIMAL
        ? ValueKind.DECIMAL
        : kind.get();
  }

  private static MetadataField with(
      MetadataField field, Parameter parameter, ValueKind kind, List<String> notes) {
    Set<String> flags = new TreeSet<>(field.flags());
    if (parameter.readOnly()) {
      flags.add(MetadataField.READ_ONLY);
    }
    List<Option> options = parameter.options().isEmpty() ? field.options() : parameter.options();
    String label = parameter.label().isEmpty() ? field.label() : parameter.label();
    return new MetadataField(
        field.name(),
        label,
        parameter.type(),
        flags,
        options,
        field.forms(),
        true,
        kind,
        FieldSource.PARAM,
        notes);
  }

  /** A custom field that the metadata does not list, and the route names nevertheless. */
  MetadataField unlisted(String name) {
    Parameter parameter = byName.get(name);
    MetadataField field =
        new MetadataField(name, "", "string", Set.of(), List.of(), List.of(), true);
    if (parameter != null) {
      List<String> notes = new ArrayList<>();
      return with(field, parameter, kind(parameter, ValueKind.TEXT, notes), notes);
    }
    return field.known(
        "",
        ValueKind.TEXT,
        FieldSource.EXPLICIT,
        List.of("nothing describes its type, so its cells are sent as text"));
  }
}
