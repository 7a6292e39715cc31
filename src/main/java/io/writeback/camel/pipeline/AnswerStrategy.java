package io.writeback.camel.pipeline;

import io.writeback.batch.Batch;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Hands an HTTP response to its batch, which stays the body. No response, or one that proves
 * nothing, is a failed attempt.
 */
final class AnswerStrategy implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange original, Exchange answered) {
    Batch batch = original.getMessage().getBody(Batch.class);
    Exception failure = answered.getException();
    if (failure instanceof IOException lost) {
      failure = Http.failure(batch.sent(), lost);
    } else if (failure == null) {
      try {
        batch.answered(answer(answered.getMessage()));
      } catch (IOException | RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null && !batch.continuesWithout(failure)) {
      original.setException(failure);
    }
    return original;
  }

  private static HttpAnswer answer(Message message) throws IOException {
    Map<String, String> headers = new HashMap<>();
    message
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("Camel") && value != null) {
                headers.put(name, value.toString());
              }
            });
    byte[] body;
    // It is in memory already, so this is one copy, and Camel's conversion several.
    try (InputStream content = message.getBody() instanceof InputStream in ? in : null) {
      body = content == null ? message.getBody(byte[].class) : content.readAllBytes();
    }
    return new HttpAnswer(
        message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
        headers,
        body == null ? new byte[0] : body);
  }
}
