package io.writeback.destination.workfront.update;

import io.writeback.destination.workfront.mapping.FieldMapping;
import io.writeback.destination.workfront.mapping.MetadataField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the column that a refusal is about, by the field that Workfront names.
 *
 * <p>The forms are from Workfront's published known issues; a refusal in another form names no
 * column.
 */
final class RefusedField {
  private static final List<Pattern> FORMS =
      List.of(
          // Parameter with primary key value(s) "Region" not found: a custom field was renamed.
          Pattern.compile("Parameter with primary key value\\(?s?\\)? [\"'](.+?)[\"'] not found"),
          // APIModel V17_0 does not support field plannedHours (Task)
          Pattern.compile("does not support field (\\S+)"),
          // Invalid Parameter: State Filing State value "CMS"
          Pattern.compile("Invalid Parameter: (.+?) value "),
          // Invalid custom enum value(s) for field 'Status': ['APV']
          Pattern.compile("for field '(.+?)'"));

  private final Map<String, String> columns = new HashMap<>();

  RefusedField(FieldMapping mapping) {
    for (FieldMapping.Written entry : mapping.written()) {
      MetadataField field = entry.field();
      if (!field.label().isEmpty()) {
        columns.putIfAbsent(field.label(), entry.column());
      }
    }
    for (FieldMapping.Written entry : mapping.written()) {
      columns.put(entry.field().name(), entry.column());
      columns.put(entry.field().wireName(), entry.column());
    }
  }

  /** The column, or "" if the words name none. */
  String column(String words) {
    for (Pattern form : FORMS) {
      Matcher matcher = form.matcher(words);
      if (matcher.find() && columns.containsKey(matcher.group(1))) {
        return columns.get(matcher.group(1));
      }
    }
    return "";
  }
}
