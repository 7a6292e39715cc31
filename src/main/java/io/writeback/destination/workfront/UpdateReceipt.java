package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Credentials;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the answer to a bulk update. A 2xx alone proves nothing: the answer has to name every
 * object that was sent, once.
 */
final class UpdateReceipt {
  private static final int NOT_FOUND = 404;

  private final WorkfrontAccount account;
  private final Credentials credentials;
  private final RecordCheck check;
  private final RefusedField refusedField;

  UpdateReceipt(
      WorkfrontAccount account,
      Credentials credentials,
      RecordCheck check,
      RefusedField refusedField) {
    this.account = account;
    this.credentials = credentials;
    this.check = check;
    this.refusedField = refusedField;
  }

  /**
   * What the answer says of the records.
   *
   * @throws CallFailure if it proves nothing, or asks for another try
   * @throws io.writeback.problem.WritebackException if the credentials are refused for good
   */
  Receipt of(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    Outcome outcome = Outcome.of(answer.status());
    if (outcome != Outcome.UNAUTHORISED) {
      credentials.worked(sent);
    }
    Optional<Envelope> envelope = Envelope.of(answer);
    Optional<String> error = envelope.flatMap(Envelope::error);
    return switch (outcome) {
      case ANSWERED ->
          error.isPresent() ? refused(error.get(), sent) : written(records, sent, answer, envelope);
      case REFUSED -> {
        if (answer.status() == NOT_FOUND && envelope.isEmpty()) {
          throw new CallFailure(
              Outcome.MISDIRECTED,
              WorkfrontFailure.notWorkfront(account, "the update", answer).getMessage());
        }
        yield refused(error.orElseGet(() -> answer.status() + " " + answer.excerpt()), sent);
      }
      case UNAUTHORISED -> throw unauthorised(sent, answer, error);
      case UNKNOWN -> {
        CallFailure failure = hidden(Http.failure(sent, answer), sent);
        throw error.isEmpty()
            ? failure
            : failure.withRefusal(CredentialMask.hide(error.get(), sent));
      }
      default -> throw hidden(Http.failure(sent, answer), sent);
    };
  }

  private Receipt refused(String words, HttpRequest sent) {
    return new Receipt.Refused(CredentialMask.hide(words, sent), refusedField.column(words));
  }

  private RuntimeException unauthorised(
      HttpRequest sent, HttpAnswer answer, Optional<String> error) {
    if (credentials.renew(sent)) {
      return hidden(Http.failure(sent, answer), sent);
    }
    return WorkfrontFailure.login(
        account, CredentialMask.hide(error.orElse("status " + answer.status()), sent));
  }

  private static CallFailure hidden(CallFailure failure, HttpRequest sent) {
    return new CallFailure(
        failure.outcome(),
        CredentialMask.hide(failure.getMessage(), sent),
        failure.retryAfter().orElse(null),
        failure.getCause());
  }

  private Receipt written(
      List<Record> records, HttpRequest sent, HttpAnswer answer, Optional<Envelope> envelope) {
    if (envelope.isEmpty()) {
      throw unknown("is not whole JSON: " + answer.excerpt(), answer, sent);
    }
    Map<String, JsonNode> found = new HashMap<>();
    for (JsonNode object : objects(records, envelope.get().data())) {
      String id = object.path("ID").asText("").toLowerCase(Locale.ROOT);
      if (id.isEmpty()) {
        throw unknown("has an object without ID", answer, sent);
      }
      if (found.put(id, object) != null) {
        throw unknown("names the object " + id + " twice", answer, sent);
      }
    }
    Set<String> asked = new HashSet<>();
    records.forEach(record -> asked.add(record.key()));
    for (String id : asked) {
      if (!found.containsKey(id)) {
        throw unknown(
            "names %d objects of %d, and not %s".formatted(found.size(), asked.size(), id),
            answer,
            sent);
      }
    }
    if (found.size() > asked.size()) {
      throw unknown("names objects that were not sent", answer, sent);
    }
    return new Receipt.Delivered(
        records.stream()
            .map(
                record ->
                    new Receipt.Delivery(
                        record, check.differences(record, found.get(record.key()))))
            .toList());
  }

  /** The OpenAPI document allows one object for an array of one. */
  private static Iterable<JsonNode> objects(List<Record> records, JsonNode data) {
    boolean single = records.size() == 1 && data.isObject() && data.has("ID");
    return single ? List.of(data) : data.isArray() ? data : List.of();
  }

  private static CallFailure unknown(String what, HttpAnswer answer, HttpRequest sent) {
    return new CallFailure(
        Outcome.UNKNOWN,
        CredentialMask.hide(
            "the answer (%s) to the update %s; the objects may have been written or not"
                .formatted(answer, what),
            sent));
  }
}
