package io.writeback.alert;

import io.writeback.config.Secret;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.problem.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends a JSON text by POST.
 *
 * @param headers of the request
 * @param text what is sent
 */
record WebChannel(
    Http http,
    URI url,
    Optional<Secret> token,
    Map<String, Secret> headers,
    Function<AlertText, String> text)
    implements Channel {
  @Override
  public void deliver(AlertText message) throws UndeliveredException {
    HttpRequest request =
        HttpRequest.json("POST", url, text.apply(message).getBytes(StandardCharsets.UTF_8));
    if (token.isPresent()) {
      request = request.withHeader("Authorization", "Bearer " + token.get().reveal());
    }
    for (Map.Entry<String, Secret> header : headers.entrySet()) {
      request = request.withHeader(header.getKey(), header.getValue().reveal());
    }
    HttpAnswer answer;
    try {
      answer = http.once(request);
    } catch (CallFailure e) {
      // Its message has the path, which is a secret with some services.
      throw new UndeliveredException(
          "%s did not answer: %s"
              .formatted(
                  url.getHost(), e.getCause() == null ? "no reason" : Reason.of(e.getCause())));
    }
    if (answer.status() / 100 != 2) {
      throw new UndeliveredException(url.getHost() + " answered " + answer.status());
    }
  }
}
