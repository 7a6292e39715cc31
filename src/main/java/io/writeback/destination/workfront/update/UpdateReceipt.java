package io.writeback.destination.workfront.update;

import io.writeback.destination.Difference;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the answers to an update. A 2xx alone proves nothing: the answer has to name every object
 * that was sent, once. Each method throws {@link CallFailure} if the answer proves nothing or asks
 * for another try, and WritebackException if the credentials are refused for good.
 *
 * @param reading where the objects are read if the answer cannot show what was written
 */
record UpdateReceipt(WorkfrontApi api, RefusedField refusedField, RecordCheck check, URI reading) {
  /**
   * What the answer says of the records.
   *
   * @param shown whether it shows the fields that were written
   */
  Receipt of(List<Record> records, HttpRequest sent, HttpAnswer answer, boolean shown) {
    Optional<Receipt> usual = shown ? usual(records, sent, answer) : Optional.empty();
    return usual.orElseGet(() -> any(records, sent, answer, shown));
  }

  /** What nearly every answer says: the objects that were sent, and nothing else. */
  private Optional<Receipt> usual(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    return ObjectAnswer.usual(api, sent, answer, check.compared())
        .filter(found -> found.size() == records.size())
        .flatMap(found -> compared(records, found));
  }

  /** The objects are nearly always in the order of the records. */
  private Optional<Receipt> compared(List<Record> records, List<FlatObject> found) {
    List<Receipt.Written> written = new ArrayList<>(records.size());
    for (int each = 0; each < found.size(); each++) {
      Record record = records.get(each);
      if (!record.key().equals(found.get(each).id())) {
        return inAnyOrder(records, found);
      }
      written.add(new Receipt.Written(record, check.afterWrite(record, found.get(each))));
    }
    return Optional.of(new Receipt.Delivered(written));
  }

  private Optional<Receipt> inAnyOrder(List<Record> records, List<FlatObject> found) {
    Map<String, Found> byId = new HashMap<>();
    found.forEach(object -> byId.put(object.id(), object));
    boolean each = records.stream().map(Record::key).allMatch(byId::containsKey);
    return each ? Optional.of(delivered(records, byId)) : Optional.empty();
  }

  private Receipt any(List<Record> records, HttpRequest sent, HttpAnswer answer, boolean shown) {
    ObjectAnswer update = update(sent, answer);
    Optional<String> refusal = update.refusal();
    if (refusal.isPresent()) {
      return new Receipt.Refused(refusal.get(), refusedField.column(refusal.get()));
    }
    Map<String, Found> found = update.found(records);
    for (Record record : records) {
      if (!found.containsKey(record.key())) {
        throw update.unknown(
            "names %d objects of %d, and not %s"
                .formatted(found.size(), records.size(), record.key()));
      }
    }
    return shown ? delivered(records, found) : new Receipt.Pending(reading, Duration.ZERO);
  }

  /**
   * What the answer to an atomic update says of all records together: {@code
   * {"data":{"success":true}}} shows no object (Workfront API basics, Bulk updates), so the objects
   * are read before anything is confirmed.
   */
  Receipt atomic(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    ObjectAnswer update = update(sent, answer);
    Optional<String> refusal = update.refusal();
    if (refusal.isPresent()) {
      return new Receipt.RolledBack(refusal.get(), refusedField.column(refusal.get()));
    }
    // An array is what the same call answers without atomic: some version may do so with it.
    if (!update.isSuccess() && update.objects(records).size() < records.size()) {
      throw update.unknown("does not name all objects");
    }
    return new Receipt.Pending(reading, Duration.ZERO);
  }

  private ObjectAnswer update(HttpRequest sent, HttpAnswer answer) {
    return new ObjectAnswer(
        api,
        "the update",
        "; the objects may or may not have been written",
        new WorkfrontAnswer(sent, answer));
  }

  /** What the objects hold that were written, if the answer to the update cannot show it. */
  Receipt read(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    ObjectAnswer reading =
        new ObjectAnswer(
            api, "the reading of what was written", "", new WorkfrontAnswer(sent, answer));
    Optional<String> refusal = reading.refusalOfQuestion();
    if (refusal.isPresent()) {
      throw reading.unknown("is a refusal: " + refusal.get());
    }
    return delivered(records, reading.found(records));
  }

  private Receipt.Delivered delivered(List<Record> records, Map<String, Found> found) {
    return new Receipt.Delivered(
        records.stream()
            .map(record -> new Receipt.Written(record, differences(record, found)))
            .toList());
  }

  private List<Difference> differences(Record record, Map<String, Found> found) {
    return found.containsKey(record.key())
        ? check.afterWrite(record, found.get(record.key()))
        : List.of(new Difference("ID", record.key(), RecordCheck.NOT_RETURNED));
  }
}
