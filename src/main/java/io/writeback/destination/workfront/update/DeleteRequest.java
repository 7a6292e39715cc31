package io.writeback.destination.workfront.update;

import io.writeback.destination.Exchange;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Deletes one object: {@code DELETE …/proj/ID}, answered by {@code {"data":{"success":true}}}
 * (Workfront's own client, which sends one at a time). Never with {@code force}: what Workfront
 * does not delete without it, because others need it, is a person's decision.
 *
 * @param uri of the object: {@code …/attask/api/v20.0/proj}
 */
record DeleteRequest(WorkfrontApi api, URI uri) {
  private static final int NOT_FOUND = 404;

  /** Whether records are deleted, not written. */
  static boolean isFor(List<Record> records) {
    return records.size() == 1 && records.get(0).fields().containsKey(Record.DELETED);
  }

  Exchange of(Record record) {
    return new Exchange(of(uri, record.key()), (sent, answer) -> read(record, sent, answer));
  }

  /** The request without credentials. */
  static HttpRequest of(URI object, String id) {
    return new HttpRequest(
        "DELETE", URI.create(object + "/" + id), Map.of("Accept", "application/json"), new byte[0]);
  }

  /** What is not there any more, whoever deleted it, is deleted. */
  private Receipt read(Record record, HttpRequest sent, HttpAnswer answer) {
    ObjectAnswer deletion =
        new ObjectAnswer(
            api,
            "the deletion",
            "; the object may or may not have been deleted",
            new WorkfrontAnswer(sent, answer));
    Optional<String> refusal = deletion.refusal();
    boolean gone = isGone(record, answer, refusal);
    if (refusal.isPresent() && !gone) {
      return new Receipt.Refused(refusal.get());
    }
    if (!gone && !deletion.isSuccess()) {
      throw deletion.unknown("does not say that it was carried out");
    }
    return new Receipt.Delivered(List.of(new Receipt.Written(record, List.of())));
  }

  /** Whether an object that was to be cleared is not there any more. */
  static boolean isGone(Work work, Receipt receipt, HttpAnswer answer) {
    List<Record> records = work.records();
    return work instanceof Work.Cleanup
        && records.size() == 1
        && records.get(0).fields().values().stream().allMatch(Objects::isNull)
        && receipt instanceof Receipt.Refused refused
        && isGone(records.get(0), answer, Optional.of(refused.message()));
  }

  /** A field that does not exist is 404 too, but names no ID. */
  private static boolean isGone(Record record, HttpAnswer answer, Optional<String> refusal) {
    return answer.status() == NOT_FOUND
        && refusal.filter(words -> words.contains(record.key())).isPresent();
  }
}
