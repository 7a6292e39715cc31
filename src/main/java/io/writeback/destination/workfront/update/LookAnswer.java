package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Held;
import io.writeback.destination.Record;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.HeldValues;
import io.writeback.destination.workfront.mapping.ValueComparison;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what objects hold in the fields that records write. */
record LookAnswer(WorkfrontApi api, RecordCheck check, HeldValues values) {
  private static final String NOT_SHOWN = "Workfront's answer does not show it";
  private static final String WRITE_ONLY = "it is write-only: Workfront never shows it";
  private static final String OTHER_KIND = "it holds a value that no record can write: %s";
  private static final int SHOWN = 80;

  /**
   * What the objects hold; one that the answer does not have is gone, or not visible.
   *
   * @throws CallFailure if the answer proves nothing, asks for another try or is a refusal
   */
  Held of(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    Map<String, Found> found =
        usual(records, sent, answer).orElseGet(() -> any(records, sent, answer));
    return new Held(
        records.stream().map(record -> entry(record, found.get(record.key()))).toList());
  }

  private Optional<Map<String, Found>> usual(
      List<Record> records, HttpRequest sent, HttpAnswer answer) {
    return ObjectAnswer.usual(api, sent, answer, check.compared())
        .flatMap(
            objects -> {
              Map<String, Found> found = new HashMap<>();
              objects.forEach(object -> found.put(object.id(), object));
              return found.size() == objects.size() && keys(records).containsAll(found.keySet())
                  ? Optional.of(found)
                  : Optional.empty();
            });
  }

  private static Set<String> keys(List<Record> records) {
    Set<String> keys = new HashSet<>();
    records.forEach(record -> keys.add(record.key()));
    return keys;
  }

  private Map<String, Found> any(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    ObjectAnswer read =
        new ObjectAnswer(
            api, "the question what the objects hold", "", new WorkfrontAnswer(sent, answer));
    Optional<String> refusal = read.refusalOfQuestion();
    if (refusal.isPresent()) {
      throw new CallFailure(
          Outcome.REFUSED, "Workfront does not say what the objects hold: " + refusal.get());
    }
    return read.found(records);
  }

  private Held.Entry entry(Record record, Found object) {
    if (object == null) {
      return Held.Entry.gone(record);
    }
    List<Held.Cell> cells = new ArrayList<>(record.fields().size());
    record
        .fields()
        .forEach(
            (name, wanted) ->
                cells.add(
                    name.equals(Record.DELETED)
                        ? new Held.Value(name, record.key(), false)
                        : cell(name, wanted, object)));
    return new Held.Entry(record, true, cells);
  }

  private Held.Cell cell(String name, Object wanted, Found object) {
    ComparedField field = check.compared().get(name);
    if (field == null) {
      return new Held.Unreadable(name, WRITE_ONLY);
    }
    JsonNode found = object.value(field);
    if (found.isMissingNode()) {
      return new Held.Unreadable(name, NOT_SHOWN);
    }
    boolean equal = check.same(field, wanted, object);
    if (ValueComparison.empty(found)) {
      return new Held.Value(name, HeldValues.blank(field.kind(), found), equal);
    }
    return values
        .value(field.kind(), found)
        .<Held.Cell>map(before -> new Held.Value(name, before, equal))
        .orElseGet(() -> new Held.Unreadable(name, OTHER_KIND.formatted(shown(found))));
  }

  private static String shown(JsonNode found) {
    String text = found.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
