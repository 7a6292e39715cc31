package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.SentCredentials;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the answer to an update. A 2xx alone proves nothing: the answer has to name every object
 * that was sent, once.
 */
final class UpdateReceipt {
  private final ObjectAnswers answers;
  private final RecordCheck check;
  private final RefusedField refusedField;
  private final URI reading;

  /**
   * @param reading where the objects are read if the answer cannot show what was written
   */
  UpdateReceipt(ObjectAnswers answers, RecordCheck check, RefusedField refusedField, URI reading) {
    this.answers = answers;
    this.check = check;
    this.refusedField = refusedField;
    this.reading = reading;
  }

  /**
   * What the answer says of the records.
   *
   * @param shown whether it shows the fields that were written
   * @throws io.writeback.http.CallFailure if it proves nothing, or asks for another try
   * @throws io.writeback.problem.WritebackException if the credentials are refused for good
   */
  Receipt of(List<Record> records, HttpRequest sent, HttpAnswer answer, boolean shown) {
    Optional<String> refusal = answers.refusal(sent, answer);
    if (refusal.isPresent()) {
      return new Receipt.Refused(
          SentCredentials.hide(refusal.get(), sent), refusedField.column(refusal.get()));
    }
    Map<String, JsonNode> found = answers.objects(records, sent, answer);
    for (Record record : records) {
      if (!found.containsKey(record.key())) {
        throw answers.unknown(
            "names %d objects of %d, and not %s"
                .formatted(found.size(), records.size(), record.key()),
            sent,
            answer);
      }
    }
    if (!shown) {
      return new Receipt.Pending(reading, Duration.ZERO);
    }
    return new Receipt.Delivered(
        records.stream()
            .map(
                record ->
                    new Receipt.Written(record, check.afterWrite(record, found.get(record.key()))))
            .toList());
  }
}
