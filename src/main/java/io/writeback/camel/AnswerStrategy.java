package io.writeback.camel;

import io.writeback.batch.Call;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Call and HTTP answer make the answered call; no answer makes a failure that says what it means.
 */
final class AnswerStrategy implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange original, Exchange answered) {
    Call call = original.getMessage().getBody(Call.class);
    Exception failure = answered.getException();
    if (failure == null) {
      original
          .getMessage()
          .setBody(call.answered(answer(answered.getMessage()).to(call.request())));
    } else {
      original.setException(
          failure instanceof IOException lost ? Http.failure(call.request(), lost) : failure);
    }
    return original;
  }

  private static HttpAnswer answer(Message message) {
    Map<String, String> headers = new HashMap<>();
    message
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("Camel") && value != null) {
                headers.put(name, value.toString());
              }
            });
    byte[] body = message.getBody(byte[].class);
    return new HttpAnswer(
        message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
        headers,
        body == null ? new byte[0] : body);
  }
}
