package io.writeback.destination.workfront;

import io.writeback.destination.Forecast;
import io.writeback.destination.Record;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Finds the records that write a custom field whose forms their object does not carry: Workfront
 * refuses such a value, and with it the whole request (users' reports). No source says that a form
 * which the same write attaches helps, so it does not count. One search asks about 2,000 objects,
 * and no more than that are held.
 */
final class FormCheck {
  private final FormSearch search;
  private final FieldMapping mapping;
  private final ObjectMetadata metadata;

  /** Custom fields of which the metadata names the forms. */
  private final List<FieldMapping.Written> columns;

  FormCheck(WorkfrontApi api, ObjectType object, FieldMapping mapping, ObjectMetadata metadata) {
    this.search = new FormSearch(api, object);
    this.mapping = mapping;
    this.metadata = metadata;
    this.columns =
        mapping.written().stream().filter(column -> !column.field().forms().isEmpty()).toList();
  }

  /**
   * Asks about all records that write one of the columns.
   *
   * @param expected receives the rows that will probably be refused, in ascending order
   * @throws io.writeback.problem.WritebackException if Workfront refuses the credentials, or does
   *     not answer
   */
  Forecast of(Forecast.Records records, LongConsumer expected) {
    if (columns.isEmpty()) {
      return Forecast.NOTHING;
    }
    Reading reading = new Reading(expected);
    records.each(reading::add);
    reading.ask();
    return reading.count.forecast();
  }

  /**
   * What is kept of a record until the forms of its object are known.
   *
   * @param written which of the columns it writes
   */
  record Asked(long row, String key, BitSet written) {}

  /** The records of one forecast, as they come. */
  private final class Reading {
    private final LongConsumer expected;
    private final FormCount count = new FormCount(columns, mapping.keyColumn(), metadata);
    private final Map<String, Asked> chunk = new LinkedHashMap<>();
    private boolean refused;

    Reading(LongConsumer expected) {
      this.expected = expected;
    }

    void add(Record record) {
      BitSet written = new BitSet(columns.size());
      for (int i = 0; i < columns.size(); i++) {
        written.set(i, record.fields().containsKey(columns.get(i).field().wireName()));
      }
      if (written.isEmpty()) {
        return;
      }
      if (refused) {
        count.untold(1);
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
      FormSearch.Answer answer = search.of(chunk.keySet());
      if (answer instanceof FormSearch.Answer.Found found) {
        for (Asked record : chunk.values()) {
          if (count.add(record, found.forms().get(record.key()))) {
            expected.accept(record.row());
          }
        }
      } else if (answer instanceof FormSearch.Answer.Refused refusal) {
        refused = true;
        count.refused(refusal.words());
        count.untold(chunk.size());
      }
      chunk.clear();
    }
  }
}
