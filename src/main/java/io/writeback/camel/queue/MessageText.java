package io.writeback.camel.queue;

import io.writeback.camel.component.JmsText;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.queue.QueueSettings;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.support.DefaultMessage;

/** Reads the text of a JMS message: text messages of limited size only. */
public final class MessageText {
  private static final String DELIVERIES = "JMSXDeliveryCount";

  private MessageText() {}

  /** The message that an exchange came with. */
  static Message of(Exchange exchange) {
    if (exchange.getMessage() instanceof JmsMessage message && message.getJmsMessage() != null) {
      return message.getJmsMessage();
    }
    throw new WritebackException(
        Code.NOT_TEXT, "the step needs the message of a jms: endpoint as it came in");
  }

  /** Reads the messages of {@code jms:} endpoints for the steps of a route. */
  public static JmsText reader(QueueSettings settings) {
    return new JmsText() {
      @Override
      public Optional<Read> of(Exchange exchange) {
        return came(exchange).map(message -> read(message, settings));
      }

      @Override
      public boolean refuse(Exchange exchange, WritebackException why) {
        Optional<Message> message = came(exchange);
        message.ifPresent(refused -> bury(exchange, refused, settings, why));
        return message.isPresent();
      }
    };
  }

  /** The message of an exchange, unless a step has made something else of it. */
  private static Optional<Message> came(Exchange exchange) {
    return exchange.getMessage() instanceof JmsMessage came
            && came.getJmsMessage() != null
            && exchange.getMessage().getBody() == came.getJmsMessage()
        ? Optional.of(came.getJmsMessage())
        : Optional.empty();
  }

  private static JmsText.Read read(Message message, QueueSettings settings) {
    try {
      refuseIfTriedTooOften(message, settings);
      return new JmsText.Read(of(message, settings.maxMessageBytes()), message.getJMSMessageID());
    } catch (JMSException e) {
      throw unreadable(e);
    }
  }

  private static void bury(
      Exchange exchange, Message message, QueueSettings settings, WritebackException why) {
    try {
      new DeadLetters(exchange.getContext(), settings)
          .put(message, content(message), source(message), why);
    } catch (JMSException e) {
      throw unreadable(e);
    }
  }

  private static String source(Message message) throws JMSException {
    return message.getJMSDestination() instanceof Queue queue
        ? queue.getQueueName()
        : String.valueOf(message.getJMSDestination());
  }

  /** All that it says, as it may be nowhere else; null for what would have to be deserialised. */
  private static Object content(Message message) throws JMSException {
    if (message instanceof BytesMessage bytes) {
      byte[] content = new byte[Math.toIntExact(bytes.getBodyLength())];
      bytes.reset();
      bytes.readBytes(content);
      return content;
    }
    return message instanceof TextMessage text ? text.getText() : null;
  }

  private static WritebackException unreadable(JMSException e) {
    return new WritebackException(Code.QUEUE_FAILED, "the message cannot be read: " + e, e);
  }

  /** A message that crashes the process would crash it after each start. */
  static void refuseIfTriedTooOften(Message message, QueueSettings settings) throws JMSException {
    int before = deliveries(message) - 1;
    if (before >= settings.tries()) {
      throw new WritebackException(
          Code.MESSAGE_GIVEN_UP,
          "was delivered %d times and never accepted; queue.tries is %d"
              .formatted(before, settings.tries()));
    }
  }

  /** Removes everything that the sender wrote from an exchange. */
  static void strip(Exchange exchange) {
    exchange.setMessage(new DefaultMessage(exchange.getContext()));
  }

  /**
   * The text of a message.
   *
   * @param most bytes of it in UTF-8
   * @throws WritebackException if it is not text, or too long
   */
  static String of(Message message, long most) throws JMSException {
    if (!(message instanceof TextMessage text)) {
      throw new WritebackException(
          Code.NOT_TEXT, "is a %s; only text messages are read".formatted(kind(message)));
    }
    String content = text.getText();
    if (content == null) {
      throw new WritebackException(Code.NOT_TEXT, "is a text message without text");
    }
    if (content.length() > most || content.getBytes(StandardCharsets.UTF_8).length > most) {
      throw new WritebackException(
          Code.REQUEST_TOO_LARGE,
          "has %,d characters; queue.max-message-bytes is %,d".formatted(content.length(), most));
    }
    return content;
  }

  /** The kind as JMS names it; a client's own class may implement several. */
  private static String kind(Message message) {
    return Stream.of(ObjectMessage.class, BytesMessage.class, MapMessage.class, StreamMessage.class)
        .filter(kind -> kind.isInstance(message))
        .map(Class::getSimpleName)
        .findFirst()
        .orElse("message without a body");
  }

  /** How often it was delivered, this time included. */
  static int deliveries(Message message) throws JMSException {
    return message.propertyExists(DELIVERIES) ? message.getIntProperty(DELIVERIES) : 1;
  }
}
