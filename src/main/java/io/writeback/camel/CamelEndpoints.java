package io.writeback.camel;

import io.writeback.alert.Endpoints;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mail.DefaultAuthenticator;

/** The endpoints of a context, for messages of alerts. */
final class CamelEndpoints implements Endpoints {
  private static final String LOGIN = "writebackMailLogin";

  private final CamelContext context;

  CamelEndpoints(CamelContext context) {
    this.context = context;
  }

  @Override
  public void open(String uri) {
    context.getEndpoint(uri);
  }

  @Override
  public void send(String uri, Object body, Map<String, Object> headers) throws Exception {
    try (ProducerTemplate template = context.createProducerTemplate()) {
      template.sendBodyAndHeaders(uri, body, headers);
    } catch (CamelExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public String mailLogin(String user, String password) {
    context.getRegistry().bind(LOGIN, new DefaultAuthenticator(user, password));
    return "#" + LOGIN;
  }
}
