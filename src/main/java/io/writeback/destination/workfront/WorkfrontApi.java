package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Credentials;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import java.net.URI;
import java.util.Optional;

/** The API of one tenant: its addresses, our credentials there, and its reads. */
final class WorkfrontApi {
  private final WorkfrontAccount account;
  private final Http http;
  private final Credentials credentials;

  WorkfrontApi(WorkfrontAccount account, Http http, Credentials credentials) {
    this.account = account;
    this.http = http;
    this.credentials = credentials;
  }

  WorkfrontAccount account() {
    return account;
  }

  Credentials credentials() {
    return credentials;
  }

  /** An address of the API: {@code uri("/proj")}. */
  URI uri(String path) {
    return uri(account.apiVersion(), path);
  }

  /** An address of a version of the API that may not be the account's. */
  URI uri(String apiVersion, String path) {
    return URI.create(account.url() + "/attask/api/" + apiVersion + path);
  }

  /**
   * What GET answers as {@code data}.
   *
   * @param refused the code for "Workfront understood, and says no"
   * @throws io.writeback.problem.WritebackException saying what stands in the way
   */
  JsonNode read(String path, Code refused) {
    try {
      for (; ; ) {
        HttpRequest request = credentials.authorise(HttpRequest.get(uri(path), "application/json"));
        HttpAnswer answer = http.patiently(request);
        boolean unauthorised = Outcome.of(answer.status()) == Outcome.UNAUTHORISED;
        if (unauthorised && credentials.renew(request)) {
          continue;
        }
        if (!unauthorised) {
          credentials.worked(request);
        }
        return data(answer)
            .orElseThrow(() -> WorkfrontFailure.of(account, request, answer, refused));
      }
    } catch (CallFailure e) {
      throw WorkfrontFailure.unanswered(account, e);
    }
  }

  private static Optional<JsonNode> data(HttpAnswer answer) {
    return Envelope.of(answer)
        .filter(envelope -> Outcome.of(answer.status()) == Outcome.ANSWERED)
        .filter(envelope -> envelope.error().isEmpty())
        .map(Envelope::data)
        .filter(JsonNode::isObject);
  }
}
