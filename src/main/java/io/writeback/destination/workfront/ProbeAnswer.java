package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.writeback.auth.Authorised;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.Query;
import io.writeback.http.SentCredentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What Workfront answered to the request of a probe: data, a refusal, or something else. */
record ProbeAnswer(HttpRequest sent, HttpAnswer answer, Optional<Envelope> envelope) {
  /** Asks with GET; a value of the query is encoded here. */
  static ProbeAnswer get(WorkfrontApi api, String path, Map<String, String> query) {
    String question = query.isEmpty() ? "" : "?" + Query.encode(query);
    return get(api, path + question);
  }

  /** Asks with GET for a path whose query is encoded. */
  static ProbeAnswer get(WorkfrontApi api, String pathAndQuery) {
    URI uri = api.uri(pathAndQuery);
    return of(api.ask(HttpRequest.get(uri, "application/json")));
  }

  /** Posts a form that is encoded. */
  static ProbeAnswer post(WorkfrontApi api, String path, String form) {
    return of(
        api.ask(
            new HttpRequest(
                "POST",
                api.uri(path),
                Map.of(
                    "Accept", "application/json",
                    "Content-Type", "application/x-www-form-urlencoded"),
                form.getBytes(StandardCharsets.UTF_8))));
  }

  static ProbeAnswer of(Authorised.Answered answered) {
    return new ProbeAnswer(answered.sent(), answered.answer(), Envelope.of(answered.answer()));
  }

  int status() {
    return answer.status();
  }

  /** Whether it is data, and no error whatever the status. */
  boolean isData() {
    return Outcome.of(status()) == Outcome.ANSWERED
        && envelope.isPresent()
        && envelope.get().error().isEmpty();
  }

  JsonNode data() {
    return envelope.map(Envelope::data).orElse(MissingNode.getInstance());
  }

  /** Workfront's own words for a refusal; "" if it has none. */
  String error() {
    return envelope
        .flatMap(Envelope::error)
        .map(words -> SentCredentials.hide(words, sent))
        .orElse("");
  }

  /** Status and words, for people. */
  String shown() {
    return isData()
        ? "status " + status() + " with data"
        : "status %d: %s".formatted(status(), error().isEmpty() ? answer : error());
  }
}
