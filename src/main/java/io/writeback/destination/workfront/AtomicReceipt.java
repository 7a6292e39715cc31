package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.SentCredentials;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads the answers to an atomic update: {@code {"data":{"success":true}}} shows no object
 * (Workfront API basics, Bulk updates), so the objects are read before anything is confirmed.
 */
final class AtomicReceipt {
  private final ObjectAnswers answers;
  private final RefusedField refusedField;
  private final URI reading;

  /**
   * @param answers of the update
   * @param reading where the objects are read
   */
  AtomicReceipt(ObjectAnswers answers, RefusedField refusedField, URI reading) {
    this.answers = answers;
    this.refusedField = refusedField;
    this.reading = reading;
  }

  /**
   * What the answer to the update says of all records together.
   *
   * @throws io.writeback.http.CallFailure if it proves nothing, or asks for another try
   * @throws io.writeback.problem.WritebackException if the credentials are refused for good
   */
  Receipt of(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    Optional<String> refusal = answers.refusal(sent, answer);
    if (refusal.isPresent()) {
      return new Receipt.RolledBack(
          SentCredentials.hide(refusal.get(), sent), refusedField.column(refusal.get()));
    }
    JsonNode data = Envelope.of(answer).map(Envelope::data).orElse(MissingNode.getInstance());
    boolean success = data.path("success").isBoolean() && data.path("success").booleanValue();
    // An array is what the same call answers without atomic: some version may do so with it.
    if (!success && answers.objects(records, sent, answer).size() < records.size()) {
      throw answers.unknown("does not name all objects", sent, answer);
    }
    return new Receipt.Pending(reading, Duration.ZERO);
  }
}
