package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.BatchPolicy;
import io.writeback.destination.ChangedMode;
import io.writeback.destination.MappedColumn;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what {@link StoredPlan} wrote; a plan that is not whole is refused, never guessed at. */
final class StoredPlanReader {
  private StoredPlanReader() {}

  /**
   * The decision that was written.
   *
   * @throws WritebackException if it is of another version, or not whole
   */
  static WorkfrontDecision read(Map<String, Object> stored) {
    JsonNode root = Json.MAPPER.valueToTree(stored);
    JsonNode version = root.path("version");
    if (!version.isInt() || version.intValue() != StoredPlan.VERSION) {
      throw new WritebackException(
          Code.PLAN_UNKNOWN,
          "the stored plan of the run has %s, and this camel-writeback reads version %d; resume it with the release that planned it, or cancel it and run again"
              .formatted(
                  version.isMissingNode() ? "no version" : "version " + version,
                  StoredPlan.VERSION));
    }
    try {
      return decision(root);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new WritebackException(
          Code.LEDGER_FAILED, "the stored plan of the run is damaged: " + e.getMessage(), e);
    }
  }

  private static WorkfrontDecision decision(JsonNode root) {
    WorkfrontOptions.Atomic atomic = choice(root, "atomic", WorkfrontOptions.Atomic.class);
    return new WorkfrontDecision(
        text(root, "account"),
        text(root, "target"),
        text(root, "apiVersion"),
        new ObjectType(
            text(root, "object"),
            text(root, "objectName"),
            choice(root, "editing", ObjectType.Editing.class)),
        choice(root, "blankCells", WorkfrontOptions.BlankCells.class),
        ZoneId.of(text(root, "zone")),
        policy(member(root, "policy"), atomic),
        changed(root),
        text(root, "metadataDigest"),
        flag(root, "tellsChanges"),
        mapping(root),
        atomic,
        choice(root, "writeOnlyFields", WorkfrontOptions.WriteOnly.class));
  }

  private static Optional<ChangedMode> changed(JsonNode root) {
    if (!root.has("changed")) {
      return Optional.empty();
    }
    JsonNode stored = member(root, "changed");
    return Optional.of(
        new ChangedMode(
            text(stored, "account"),
            text(stored, "keyColumn"),
            Duration.parse(text(stored, "fullEvery"))));
  }

  private static BatchPolicy policy(JsonNode stored, WorkfrontOptions.Atomic atomic) {
    return new BatchPolicy(
        number(stored, "records").intValue(),
        number(stored, "bytes").longValue(),
        number(stored, "concurrency").intValue(),
        number(stored, "maxFailedRecords").longValue(),
        number(stored, "errorThreshold").doubleValue(),
        number(stored, "thresholdAfter").longValue(),
        atomic != WorkfrontOptions.Atomic.TRUE);
  }

  private static FieldMapping mapping(JsonNode root) {
    List<MappedColumn> table = new ArrayList<>();
    List<FieldMapping.Written> written = new ArrayList<>();
    for (JsonNode stored : member(root, "columns")) {
      MappedColumn column =
          new MappedColumn(
              text(stored, "column"),
              text(stored, "field"),
              text(stored, "why"),
              text(stored, "type"),
              text(stored, "note"),
              text(stored, "source"),
              texts(stored, "formNames"));
      if (stored.has("kind")) {
        written.add(
            new FieldMapping.Written(
                table.size(),
                column.column(),
                field(stored, column),
                choice(stored, "kind", ValueKind.class),
                flag(stored, "askedBack")));
      }
      table.add(column);
    }
    String key = text(root, "idColumn");
    List<String> columns = table.stream().map(MappedColumn::column).toList();
    if (!columns.contains(key) || written.isEmpty()) {
      throw new IllegalArgumentException("it has no column with the IDs, or none that is written");
    }
    return new FieldMapping(
        columns.indexOf(key),
        key,
        written,
        table,
        texts(root, "unmatched"),
        texts(root, "warnings"));
  }

  private static MetadataField field(JsonNode stored, MappedColumn column) {
    boolean custom = flag(stored, "custom");
    List<MetadataField.Option> options = new ArrayList<>();
    for (JsonNode option : member(stored, "values")) {
      options.add(new MetadataField.Option(text(option, "value"), text(option, "label")));
    }
    List<MetadataField.Form> forms = new ArrayList<>();
    for (JsonNode form : member(stored, "forms")) {
      forms.add(new MetadataField.Form(text(form, "id"), text(form, "name")));
    }
    return new MetadataField(
        custom ? bare(stored, column.field()) : column.field(),
        text(stored, "label"),
        column.type(),
        Set.of(),
        options,
        forms,
        custom,
        choice(stored, "kind", ValueKind.class),
        choice(stored, "knownBy", FieldSource.class),
        List.of());
  }

  private static String bare(JsonNode stored, String wireName) {
    checked(stored.path("field"), "field", wireName.startsWith(MetadataField.CUSTOM_PREFIX));
    return wireName.substring(MetadataField.CUSTOM_PREFIX.length());
  }

  private static JsonNode member(JsonNode node, String name) {
    JsonNode member = node.path(name);
    if (member.isMissingNode() || member.isNull()) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return member;
  }

  private static JsonNode checked(JsonNode member, String name, boolean right) {
    if (!right) {
      throw new IllegalArgumentException(name + " is " + member);
    }
    return member;
  }

  private static String text(JsonNode node, String name) {
    JsonNode member = member(node, name);
    return checked(member, name, member.isTextual()).textValue();
  }

  private static boolean flag(JsonNode node, String name) {
    JsonNode member = member(node, name);
    return checked(member, name, member.isBoolean()).booleanValue();
  }

  private static Number number(JsonNode node, String name) {
    JsonNode member = member(node, name);
    return checked(member, name, member.isNumber()).numberValue();
  }

  private static List<String> texts(JsonNode node, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : member(node, name)) {
      texts.add(checked(text, name, text.isTextual()).textValue());
    }
    return texts;
  }

  private static <E extends Enum<E>> E choice(JsonNode node, String name, Class<E> type) {
    return Enum.valueOf(type, text(node, name).toUpperCase(Locale.ROOT));
  }
}
