package io.writeback.camel;

import io.writeback.alert.Attachment;
import io.writeback.alert.Endpoints;
import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.attachment.AttachmentMessage;
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
  public void send(String uri, Object body, Map<String, Object> headers, Optional<Attachment> file)
      throws Exception {
    try (ProducerTemplate template = context.createProducerTemplate()) {
      Exchange sent =
          template.send(
              uri,
              exchange -> {
                exchange.getMessage().setBody(body);
                exchange.getMessage().setHeaders(new HashMap<>(headers));
                file.ifPresent(attached -> attach(exchange, attached));
              });
      if (sent.getException() != null) {
        throw sent.getException();
      }
    }
  }

  private static void attach(Exchange exchange, Attachment file) {
    exchange
        .getMessage(AttachmentMessage.class)
        .addAttachment(
            file.name(),
            new DataHandler(
                new ByteArrayDataSource(
                    file.content().getBytes(StandardCharsets.UTF_8), file.type())));
  }

  @Override
  public String mailLogin(String user, String password) {
    context.getRegistry().bind(LOGIN, new DefaultAuthenticator(user, password));
    return "#" + LOGIN;
  }
}
