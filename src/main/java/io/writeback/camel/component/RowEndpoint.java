package io.writeback.camel.component;

import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Reason;
import io.writeback.process.FatalErrors;
import io.writeback.transform.RowCode;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** An endpoint of Camel as the code that makes of each row another one: a request a row. */
final class RowEndpoint implements RowCode, AutoCloseable {
  private static final String DIRECT = "direct:";

  private final Endpoint endpoint;
  private final String digest;
  private final ProducerTemplate template;

  /**
   * @param digest of the code behind it
   * @throws ConfigurationException if no route begins with it, or there is no such component or
   *     bean
   */
  RowEndpoint(CamelContext context, String uri, String digest) {
    endpoint = opened(context, uri);
    this.digest = digest;
    String name = endpoint.getEndpointBaseUri();
    if (uri.startsWith(DIRECT)
        && context.getRoutes().stream()
            .map(Route::getEndpoint)
            .noneMatch(input -> input.getEndpointBaseUri().equals(name))) {
      throw mistake(uri, "no route that could be started begins with it");
    }
    template = context.createProducerTemplate();
  }

  private static Endpoint opened(CamelContext context, String uri) {
    try {
      return context.getEndpoint(uri);
    } catch (RuntimeException e) {
      throw mistake(uri, Reason.root(e));
    }
  }

  private static ConfigurationException mistake(String uri, String why) {
    return new ConfigurationException(
        Code.BAD_ROUTE_FILE, "transform-action, with", "is \"%s\": %s".formatted(uri, why));
  }

  @Override
  public Object call(Map<String, String> cells) throws Exception {
    Exchange sent =
        template.send(
            endpoint, ExchangePattern.InOut, exchange -> exchange.getMessage().setBody(cells));
    Exception failure = sent.getException();
    if (failure == null) {
      return sent.getMessage().getBody();
    }
    if (FatalErrors.caught(failure)
        || ExceptionUtils.hasCause(failure, InterruptedException.class)
        || ExceptionUtils.hasCause(failure, RejectedExecutionException.class)) {
      throw new EndsException(failure);
    }
    throw failure;
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public void close() throws Exception {
    template.close();
  }
}
