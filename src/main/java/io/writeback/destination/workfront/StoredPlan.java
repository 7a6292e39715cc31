package io.writeback.destination.workfront;

import io.writeback.destination.BatchPolicy;
import io.writeback.destination.ChangedMode;
import io.writeback.destination.MappedColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A decision as it is kept for a resume: names and values, readable for people, and back.
 *
 * <p>Whoever changes what is written here, or what a written name means, raises the version.
 */
final class StoredPlan {
  static final int VERSION = 3;

  private StoredPlan() {}

  static Map<String, Object> write(WorkfrontDecision decision) {
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put("version", VERSION);
    stored.put("destination", WorkfrontType.NAME);
    stored.put("target", decision.target());
    stored.put("account", decision.account());
    stored.put("apiVersion", decision.apiVersion());
    ObjectType object = decision.object();
    stored.put("object", object.code());
    stored.put("objectName", object.name());
    stored.put("editing", name(object.editing()));
    stored.put("tellsChanges", decision.tellsChanges());
    stored.put("metadataDigest", decision.metadataDigest());
    stored.put("idColumn", decision.mapping().keyColumn());
    stored.put("blankCells", name(decision.blankCells()));
    stored.put("zone", decision.zone().getId());
    stored.put("policy", policy(decision.policy()));
    stored.put("atomic", name(decision.atomic()));
    stored.put("writeOnlyFields", name(decision.writeOnly()));
    decision.changed().ifPresent(changed -> stored.put("changed", changed(changed)));
    stored.put("columns", columns(decision.mapping()));
    stored.put("unmatched", decision.mapping().unmatched());
    stored.put("warnings", decision.mapping().warnings());
    return stored;
  }

  private static Map<String, Object> policy(BatchPolicy policy) {
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put("records", policy.records());
    stored.put("bytes", policy.bytes());
    stored.put("concurrency", policy.concurrency());
    stored.put("maxFailedRecords", policy.maxFailedRecords());
    stored.put("errorThreshold", policy.errorThreshold());
    stored.put("thresholdAfter", policy.thresholdAfter());
    return stored;
  }

  private static Map<String, Object> changed(ChangedMode changed) {
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put("account", changed.account());
    stored.put("keyColumn", changed.keyColumn());
    stored.put("fullEvery", changed.fullEvery().toString());
    return stored;
  }

  private static List<Map<String, Object>> columns(FieldMapping mapping) {
    List<Map<String, Object>> columns = new ArrayList<>();
    for (MappedColumn column : mapping.table()) {
      Map<String, Object> stored = new LinkedHashMap<>();
      stored.put("column", column.column());
      stored.put("field", column.field());
      stored.put("why", column.why());
      stored.put("type", column.type());
      stored.put("note", column.note());
      stored.put("source", column.source());
      stored.put("formNames", column.forms());
      columns.add(stored);
    }
    for (FieldMapping.Written written : mapping.written()) {
      MetadataField field = written.field();
      Map<String, Object> stored = columns.get(written.index());
      stored.put("kind", name(written.kind()));
      stored.put("label", field.label());
      stored.put("custom", field.custom());
      stored.put("knownBy", field.source().stored());
      stored.put("askedBack", written.askedBack());
      List<Map<String, Object>> values = new ArrayList<>();
      for (MetadataField.Option option : field.options()) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("value", option.value());
        value.put("label", option.label());
        values.add(value);
      }
      stored.put("values", values);
      stored.put("forms", forms(field));
    }
    return columns;
  }

  private static List<Map<String, Object>> forms(MetadataField field) {
    List<Map<String, Object>> forms = new ArrayList<>();
    for (MetadataField.Form form : field.forms()) {
      Map<String, Object> stored = new LinkedHashMap<>();
      stored.put("id", form.id());
      stored.put("name", form.name());
      forms.add(stored);
    }
    return forms;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
