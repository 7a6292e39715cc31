package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Receipt;
import io.writeback.destination.rest.RestApi;
import io.writeback.destination.rest.StrictJson;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.RetryAfter;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the answer to a write: 202, with the address of the operation that carries it out (Workiva
 * API, update the values of a range).
 */
record WriteAnswer(WorkivaApi api) {
  /** How long an operation is not polled if its answer does not say. */
  static final Duration USUAL_WAIT = Duration.ofSeconds(2);

  private static final int ACCEPTED = 202;
  private static final int CONFLICT = 409;

  /**
   * What the answer says of the write.
   *
   * @throws CallFailure if it proves nothing, or asks for another try
   * @throws io.writeback.problem.WritebackException if the credentials are refused for good
   */
  Receipt of(HttpRequest sent, HttpAnswer answer) {
    return switch (api.outcome(sent, answer)) {
      case ANSWERED -> taken(sent, answer);
      case REFUSED -> refused(sent, answer);
      default -> throw RestApi.again(sent, answer);
    };
  }

  private Receipt taken(HttpRequest sent, HttpAnswer answer) {
    if (answer.status() != ACCEPTED) {
      throw new CallFailure(
          Outcome.UNKNOWN,
          "the answer (%s) to %s is not Workiva's; the cells may or may not have been written"
              .formatted(answer, place(sent)));
    }
    String location =
        answer
            .header("Location")
            .filter(text -> !text.isBlank())
            .or(
                () ->
                    StrictJson.object(answer.body())
                        .map(json -> json.path("operationLocation"))
                        .map(JsonNode::asText))
            .orElse("");
    Optional<URI> operation = location.isBlank() ? Optional.empty() : api.own(location);
    Duration after = RetryAfter.asked(answer).orElse(USUAL_WAIT);
    return operation
        .<Receipt>map(uri -> new Receipt.Pending(uri, after))
        .orElseGet(
            () ->
                new Receipt.Doubtful(
                    location.isBlank()
                        ? ("Workiva has taken %s and named no operation: it is unknown whether it"
                                + " was written")
                            .formatted(place(sent))
                        : ("Workiva has taken %s and names an operation at another host, which is"
                                + " not asked: it is unknown whether it was written")
                            .formatted(place(sent))));
  }

  /** Another operation on its way says nothing of what was sent; locked cells do. */
  private Receipt refused(HttpRequest sent, HttpAnswer answer) {
    String words = api.shown(sent, answer);
    if (answer.status() == CONFLICT && !words.toLowerCase(Locale.ROOT).contains("locked")) {
      throw new CallFailure(
          Outcome.THROTTLED,
          place(sent) + " has to wait: " + words,
          RetryAfter.asked(answer).orElse(null),
          null);
    }
    return new Receipt.Refused("%s was refused: %s".formatted(place(sent), words));
  }

  /** The range of a write. */
  private static String place(HttpRequest sent) {
    String path = sent.uri().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
