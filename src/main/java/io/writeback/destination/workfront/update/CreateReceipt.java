package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Difference;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.destination.workfront.mapping.Recognition;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the answers to a create, and to the question whether one was carried out. Which new object
 * is of which row is read from its value, as no source says that they come in the order sent; of
 * one object there is no doubt.
 */
record CreateReceipt(
    WorkfrontApi api, RefusedField refusedField, RecordCheck check, Recognition recognition) {
  private static final int MOST_SHOWN = 5;

  /**
   * What the answer to a create says of its records.
   *
   * @throws CallFailure if it proves nothing, or asks for another try
   */
  Receipt of(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    ObjectAnswer create =
        new ObjectAnswer(
            api,
            "the create",
            "; the objects may or may not have been created",
            new WorkfrontAnswer(sent, answer));
    Optional<String> refusal = create.refusal();
    if (refusal.isPresent()) {
      return new Receipt.Refused(refusal.get(), refusedField.column(refusal.get()));
    }
    List<JsonNode> objects = create.created(records.size());
    List<Receipt.Written> written = new ArrayList<>();
    if (records.size() == 1) {
      return new Receipt.Delivered(List.of(written(records.get(0), objects.get(0))));
    }
    MatchSearch.Found found = new MatchSearch.Found(recognition);
    objects.forEach(found::add);
    List<Receipt.Refusal> lost = new ArrayList<>();
    for (Record record : records) {
      List<String> ids = ids(record, found);
      if (ids.size() == 1) {
        written.add(written(record, found.object(ids.get(0))));
      } else {
        // They were created all the same: nothing of this is sent again.
        lost.add(new Receipt.Refusal(record, notShown(record, objects), ""));
      }
    }
    return lost.isEmpty() ? new Receipt.Delivered(written) : new Receipt.PerRecord(written, lost);
  }

  /** Of objects with nearly the value, as Workfront may have changed it. */
  private List<String> ids(Record record, MatchSearch.Found found) {
    List<String> exactly = found.exactly(value(record));
    return exactly.isEmpty() ? found.nearly(value(record)) : exactly;
  }

  private static String notShown(Record record, List<JsonNode> objects) {
    return "Workfront created %d objects, and none or several of them show %s; the new object of this row is one of %s"
        .formatted(
            objects.size(),
            record.match(),
            String.join(", ", objects.stream().map(one -> ObjectMetadata.id(one, "ID")).toList()));
  }

  private Receipt.Written written(Record record, JsonNode object) {
    return new Receipt.Written(
        record.createdAs(ObjectMetadata.id(object, "ID")),
        check.afterWrite(record, Found.of(object)));
  }

  /** The value by which the object of a record is recognised. */
  private String value(Record record) {
    return CreateReceipt.value(record, recognition);
  }

  static String value(Record record, Recognition recognition) {
    return record.match().substring(recognition.named("").length());
  }

  /**
   * What there is of what records are to create.
   *
   * @param page how many objects the answer may have; as many mean that there may be more
   * @throws CallFailure if the answer proves nothing, asks for another try or is a refusal
   */
  ReadBack found(List<Record> records, int page, HttpRequest sent, HttpAnswer answer) {
    ObjectAnswer read =
        new ObjectAnswer(
            api, "the question whether objects exist", "", new WorkfrontAnswer(sent, answer));
    Optional<String> refusal = read.refusalOfQuestion();
    if (refusal.isPresent()) {
      throw new CallFailure(
          Outcome.REFUSED,
          "Workfront does not say which objects have the values of %s, so none is created: %s"
              .formatted(recognition.field(), refusal.get()));
    }
    List<JsonNode> objects = read.list();
    if (objects.size() >= page) {
      throw new CallFailure(
          Outcome.REFUSED,
          "more than %d objects have the values of %s that %d rows have: it is not unique"
              .formatted(page, recognition.field(), records.size()));
    }
    MatchSearch.Found found = new MatchSearch.Found(recognition);
    objects.forEach(found::add);
    return new ReadBack(records.stream().map(record -> entry(record, found)).toList());
  }

  private ReadBack.Entry entry(Record record, MatchSearch.Found found) {
    List<String> ids = ids(record, found);
    if (ids.isEmpty()) {
      return new ReadBack.Entry(record, ReadBack.State.GONE);
    }
    if (ids.size() > 1) {
      return new ReadBack.Entry(
          record,
          ReadBack.State.SEVERAL,
          "%d objects have %s: %s".formatted(ids.size(), record.match(), listed(ids)));
    }
    List<Difference> differences = check.afterWrite(record, Found.of(found.object(ids.get(0))));
    return ReadBack.Entry.exists(
        record,
        ids.get(0),
        differences,
        "the object %s with %s has appeared since the run was planned, so none was created; the next run updates it"
            .formatted(ids.get(0), record.match()));
  }

  /** The first IDs, for people. */
  static String listed(List<String> ids) {
    return String.join(", ", ids.subList(0, Math.min(MOST_SHOWN, ids.size())))
        + (ids.size() > MOST_SHOWN ? ", …" : "");
  }
}
