package io.writeback.destination.notes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.auth.Authorised;
import io.writeback.auth.Credentials;
import io.writeback.destination.rest.RestApi;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The API of notes. */
final class NotesApi extends RestApi<NotesAccount> {
  static final ObjectMapper JSON = new ObjectMapper();

  NotesApi(NotesAccount account, Http http, Credentials credentials) {
    super("Notes", account, http, credentials);
  }

  URI notes(String notebook, String query) {
    return URI.create(account().url() + "/notebooks/" + notebook + "/notes" + query);
  }

  List<String> notebooks() {
    URI uri = URI.create(account().url() + "/notebooks");
    Authorised.Answered answered = ask(HttpRequest.get(uri, "application/json"));
    JsonNode list =
        list(answered.answer(), "notebooks")
            .orElseThrow(() -> problem(answered, Code.DESTINATION_UNAVAILABLE));
    List<String> names = new ArrayList<>();
    list.forEach(one -> names.add(one.asText()));
    return names;
  }

  /** The list in a success; empty if it is another answer. */
  static Optional<JsonNode> list(HttpAnswer answer, String member) {
    return json(answer)
        .filter(json -> Outcome.of(answer.status()) == Outcome.ANSWERED)
        .map(json -> json.path(member))
        .filter(JsonNode::isArray);
  }

  @Override
  protected Optional<String> words(HttpAnswer answer) {
    return json(answer).map(json -> json.path("message").asText("")).filter(s -> !s.isEmpty());
  }

  static Optional<JsonNode> json(HttpAnswer answer) {
    try {
      return Optional.ofNullable(JSON.readTree(answer.body())).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
