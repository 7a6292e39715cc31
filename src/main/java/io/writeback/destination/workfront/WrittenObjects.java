package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Difference;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the objects of an update whose own answer cannot show what it wrote: they are searched for
 * and compared before anything is confirmed.
 */
final class WrittenObjects {
  private final ObjectAnswers readings;
  private final RecordCheck check;

  WrittenObjects(ObjectAnswers readings, RecordCheck check) {
    this.readings = readings;
    this.check = check;
  }

  /**
   * What the objects hold that were written.
   *
   * @throws io.writeback.http.CallFailure if the answer proves nothing, or asks for another try
   * @throws io.writeback.problem.WritebackException if the credentials are refused for good
   */
  Receipt of(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    Optional<String> refusal = refusal(sent, answer);
    if (refusal.isPresent()) {
      throw readings.unknown("is a refusal: " + refusal.get(), sent, answer);
    }
    Map<String, JsonNode> found = readings.objects(records, sent, answer);
    return new Receipt.Delivered(
        records.stream()
            .map(record -> delivery(record, Optional.ofNullable(found.get(record.key()))))
            .toList());
  }

  /** A server's words about a reading are no refusal of what was written. */
  private Optional<String> refusal(HttpRequest sent, HttpAnswer answer) {
    try {
      return readings.refusal(sent, answer);
    } catch (CallFailure e) {
      throw new CallFailure(e.outcome(), e.getMessage(), e.retryAfter().orElse(null), e.getCause());
    }
  }

  private Receipt.Written delivery(Record record, Optional<JsonNode> object) {
    return object
        .map(found -> new Receipt.Written(record, check.afterWrite(record, found)))
        .orElseGet(
            () ->
                new Receipt.Written(
                    record, List.of(new Difference("ID", record.key(), RecordCheck.NOT_RETURNED))));
  }
}
