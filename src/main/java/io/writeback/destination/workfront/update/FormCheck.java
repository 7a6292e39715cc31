package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Forecast;
import io.writeback.destination.Record;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.CustomForm;
import io.writeback.destination.workfront.mapping.FieldMapping;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.destination.workfront.mapping.ObjectType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the records that write a custom field whose forms their object does not carry: Workfront
 * refuses such a value, and with it the whole request (users' reports). No source says that a form
 * which the same write attaches helps, so it does not count; one that is attached before the write
 * does. One search asks about 2,000 objects, and no more than that are held.
 */
final class FormCheck {
  private static final String FORM = "categoryID";
  static final String FORMS = "objectCategories";

  /**
   * What is asked of each object. It may carry several forms: {@code categoryID} names one, {@code
   * objectCategories} all of them (users' reports).
   */
  static final FieldList FIELDS = new FieldList(List.of(FORM, FORMS + ":" + FORM));

  private final WorkfrontApi api;
  private final IdSearch search;
  private final FieldMapping mapping;
  private final ObjectMetadata metadata;

  /** What is attached to objects that do not have it. */
  private final Optional<CustomForm> attached;

  /** Custom fields of which the metadata names the forms. */
  private final List<FieldMapping.Written> columns;

  /**
   * @param attached what is attached to objects that do not have it, before they are written
   */
  FormCheck(
      WorkfrontApi api,
      ObjectType object,
      FieldMapping mapping,
      ObjectMetadata metadata,
      Optional<CustomForm> attached) {
    this.attached = attached;
    this.api = api;
    this.search = new IdSearch(api.uri("/" + object.path() + "/search"));
    this.mapping = mapping;
    this.metadata = metadata;
    this.columns =
        mapping.written().stream().filter(column -> !column.field().forms().isEmpty()).toList();
  }

  /**
   * Asks about all records that write one of the columns, or about all if a form is attached.
   *
   * @param found receives the rows that will probably be refused, and those whose objects get the
   *     form
   * @throws io.writeback.problem.WritebackException if Workfront refuses the credentials, or does
   *     not answer
   */
  Forecast of(Forecast.Records records, Forecast.Rows found) {
    if (columns.isEmpty() && attached.isEmpty()) {
      return Forecast.NOTHING;
    }
    Reading reading = new Reading(found);
    records.each(reading::add);
    reading.ask();
    return reading.count.forecast();
  }

  /**
   * What is kept of a record until the forms of its object are known.
   *
   * @param written those of the columns that it writes
   */
  record Asked(long row, String key, List<FieldMapping.Written> written) {}

  /** The records of one forecast, as they come. */
  private final class Reading {
    private final Forecast.Rows found;
    private final FormCount count = new FormCount(mapping.keyColumn(), metadata, attached);
    private final Map<String, Asked> chunk = new LinkedHashMap<>();
    private boolean refused;

    Reading(Forecast.Rows found) {
      this.found = found;
    }

    void add(Record record) {
      if (record.isCreate()) {
        return;
      }
      List<FieldMapping.Written> written =
          columns.stream()
              .filter(column -> record.fields().containsKey(column.field().wireName()))
              .toList();
      if (written.isEmpty() && attached.isEmpty()) {
        return;
      }
      if (refused) {
        count.unknown(1);
        return;
      }
      chunk.put(record.key(), new Asked(record.row(), record.key(), written));
      if (chunk.size() == IdSearch.MOST_IDS) {
        ask();
      }
    }

    /** Asks about the records that are held. */
    void ask() {
      if (chunk.isEmpty()) {
        return;
      }
      WorkfrontAnswer answer = api.search(search.of(chunk.keySet(), FIELDS));
      if (answer.objects().isPresent()) {
        Map<String, Optional<Set<String>>> forms = new HashMap<>();
        for (JsonNode object : answer.objects().get()) {
          forms.put(ObjectMetadata.id(object, "ID"), forms(object));
        }
        for (Asked record : chunk.values()) {
          switch (count.add(record, forms.get(record.key()))) {
            case REFUSED -> found.refused(record.row());
            case ATTACHED -> found.unprepared(record.row());
            case NEITHER -> {
              // It has all the forms that it needs, or they are unknown.
            }
          }
        }
      } else {
        refused = true;
        count.refused(answer.refusal().isEmpty() ? "status " + answer.status() : answer.refusal());
        count.unknown(chunk.size());
      }
      chunk.clear();
    }
  }

  /** Of an object without the list it is unknown whether it carries others than the one. */
  private static Optional<Set<String>> forms(JsonNode object) {
    JsonNode links = object.path(FORMS);
    if (!links.isArray()) {
      return Optional.empty();
    }
    Set<String> forms = new TreeSet<>();
    forms.add(ObjectMetadata.id(object, FORM));
    links.forEach(link -> forms.add(ObjectMetadata.id(link, FORM)));
    forms.remove("");
    return Optional.of(forms);
  }
}
