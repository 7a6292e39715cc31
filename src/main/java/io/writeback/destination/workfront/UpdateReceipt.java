package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
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

  UpdateReceipt(ObjectAnswers answers, RecordCheck check, RefusedField refusedField) {
    this.answers = answers;
    this.check = check;
    this.refusedField = refusedField;
  }

  /**
   * What the answer says of the records.
   *
   * @throws io.writeback.http.CallFailure if it proves nothing, or asks for another try
   * @throws io.writeback.problem.WritebackException if the credentials are refused for good
   */
  Receipt of(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    Optional<String> refusal = answers.refusal(sent, answer);
    if (refusal.isPresent()) {
      return new Receipt.Refused(
          CredentialMask.hide(refusal.get(), sent), refusedField.column(refusal.get()));
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
    return new Receipt.Delivered(
        records.stream()
            .map(
                record ->
                    new Receipt.Delivery(
                        record, check.differences(record, found.get(record.key()))))
            .toList());
  }
}
