package io.writeback.camel.queue;

import io.writeback.problem.Problem;
import io.writeback.problem.Visible;
import io.writeback.problem.WritebackException;
import io.writeback.queue.QueueSettings;
import io.writeback.trigger.StrictJson;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a refused message to the dead letters, with the reason, in the transaction in which it was
 * received.
 *
 * <p>Only text and bytes are kept: a client that browses this queue must not deserialise an
 * untrusted object.
 */
public final class DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final CamelContext context;
  private final String queue;

  public DeadLetters(CamelContext context, QueueSettings settings) {
    this.context = context;
    this.queue = settings.deadLetters();
  }

  /**
   * @param content text or bytes; null if there is none to keep
   * @param from the queue that it came from
   */
  void put(Message message, Object content, String from, WritebackException refused)
      throws JMSException {
    Problem problem = refused.problems().get(0);
    String id = message.getJMSMessageID() == null ? "" : message.getJMSMessageID();
    Map<String, Object> headers =
        Map.of(
            "writebackCode",
            problem.code().id(),
            "writebackReason",
            Visible.line(problem.message()),
            "writebackQueue",
            from,
            "writebackMessageId",
            id);
    try (ProducerTemplate template = context.createProducerTemplate()) {
      template.sendBodyAndHeaders(
          "jms:queue:%s?jmsMessageType=%s"
              .formatted(queue, content instanceof byte[] ? "Bytes" : "Text"),
          content == null ? "" : content,
          headers);
    } catch (CamelExecutionException e) {
      throw new IllegalStateException(
          "the refused message cannot be put into " + queue, e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LOG.warn(
        "{} the message {} of {} was refused, and is now in {}: {}",
        problem.code(),
        StrictJson.shown(id),
        from,
        queue,
        problem.message());
  }
}
