package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Difference;
import io.writeback.destination.Record;
import io.writeback.destination.workfront.mapping.FieldMapping;
import io.writeback.destination.workfront.mapping.ValueComparison;
import io.writeback.destination.workfront.mapping.WorkfrontOptions;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;

/**
 * Compares a record with the object that came back, field by field.
 *
 * <p>Workfront says yes to values that it does not apply (a scheduler moves a date, a field is
 * read-only without saying so): only this comparison shows it.
 */
final class RecordCheck {
  static final String NOT_RETURNED = "(not returned)";
  static final String EMPTY = "(empty)";

  /** What is write-only may be a secret, so it is not shown either. */
  private static final String NOT_SHOWN = "(not shown)";

  static final String WRITE_ONLY = "(write-only: Workfront does not show it)";
  private static final int SHOWN = 200;
  private static final int BEFORE = 40;

  private final Map<String, ComparedField> compared = new HashMap<>();

  private final ValueComparison comparison;
  private final WorkfrontOptions.WriteOnly writeOnly;

  /**
   * Only fields that can be read back are compared.
   *
   * @param writeOnly what an answer proves of a record that has no such field
   */
  RecordCheck(FieldMapping mapping, ZoneId zone, WorkfrontOptions.WriteOnly writeOnly) {
    this.comparison = new ValueComparison(zone);
    this.writeOnly = writeOnly;
    for (FieldMapping.Written entry : mapping.written()) {
      if (entry.readBack()) {
        String name = entry.field().wireName();
        compared.put(name, new ComparedField(name, compared.size(), entry.kind()));
      }
    }
  }

  /** The fields that an answer has to show, by name. */
  Map<String, ComparedField> compared() {
    return compared;
  }

  /**
   * What is wrong or unproven after a write. A record is confirmed by the fields that can be read;
   * if it has none, Workfront's yes confirms it only if the options say so.
   */
  List<Difference> afterWrite(Record record, Found object) {
    if (writeOnly == WorkfrontOptions.WriteOnly.CONFIRM
        || record.fields().keySet().stream().anyMatch(compared::containsKey)) {
      return differences(record, object);
    }
    return record.fields().keySet().stream()
        .map(field -> new Difference(field, NOT_SHOWN, WRITE_ONLY))
        .toList();
  }

  List<Difference> differences(Record record, Found object) {
    List<Difference> differences = new ArrayList<>();
    record
        .fields()
        .forEach(
            (name, sent) -> {
              ComparedField field = compared.get(name);
              if (field != null && !same(field, sent, object)) {
                differences.add(difference(name, sent, object.value(field)));
              }
            });
    return differences;
  }

  /** Whether a field holds what a record writes. */
  boolean same(ComparedField field, Object sent, Found object) {
    return isPlainly(object, field, sent)
        || comparison.same(field.kind(), sent, object.value(field));
  }

  /** What comes back as it was written is the same, whatever kind it is. */
  private static boolean isPlainly(Found object, ComparedField field, Object sent) {
    return sent != null && !(sent instanceof List) && object.isPlainly(field, sent.toString());
  }

  /** Whether every field of the record can be compared, so that no difference means equal. */
  boolean covers(Record record) {
    return compared.keySet().containsAll(record.fields().keySet());
  }

  private static Difference difference(String field, Object sent, JsonNode found) {
    String sentText = sent == null ? EMPTY : sent.toString();
    String foundText =
        found.isMissingNode()
            ? NOT_RETURNED
            : found.isNull() ? EMPTY : found.isValueNode() ? found.asText() : found.toString();
    int from = Math.max(0, StringUtils.indexOfDifference(sentText, foundText) - BEFORE);
    return new Difference(field, shown(sentText, from), shown(foundText, from));
  }

  /** Short texts whole; of long ones the part where they begin to differ. */
  private static String shown(String text, int from) {
    if (text.length() <= SHOWN) {
      return text;
    }
    int begin = Math.min(from, text.length() - SHOWN);
    int end = begin + SHOWN;
    return (begin > 0 ? "…" : "") + text.substring(begin, end) + (end < text.length() ? "…" : "");
  }
}
