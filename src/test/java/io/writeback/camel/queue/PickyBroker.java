package io.writeback.camel.queue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A broker, as seen by a sender, that refuses configured messages at commit. */
final class PickyBroker {
  private final List<String> taken = new ArrayList<>();
  private Predicate<String> refused = text -> false;
  private boolean gone;

  void refuse(Predicate<String> what) {
    refused = what;
  }

  void beGone(boolean is) {
    gone = is;
  }

  /** The accepted texts, in order. */
  List<String> taken() {
    return taken;
  }

  ConnectionFactory connections() {
    return made(
        ConnectionFactory.class,
        Map.of(
            "createConnection",
            none -> {
              if (gone) {
                throw new JMSException("gone");
              }
              return made(Connection.class, Map.of("createSession", also -> session()));
            }));
  }

  private Session session() {
    List<String> sent = new ArrayList<>();
    return made(
        Session.class,
        Map.of(
            "createQueue",
            name -> made(Queue.class, Map.of()),
            "createTextMessage",
            text -> made(TextMessage.class, Map.of("getText", none -> text[0])),
            "createProducer",
            to ->
                made(
                    MessageProducer.class,
                    Map.of(
                        "getDestination",
                        none -> (Destination) to[0],
                        "send",
                        message -> sent.add(((TextMessage) message[0]).getText()))),
            "commit",
            none -> {
              if (sent.stream().anyMatch(refused)) {
                throw new JMSException("refused");
              }
              return taken.addAll(sent);
            }));
  }

  /** What a method does with its arguments. */
  @FunctionalInterface
  private interface Doing {
    Object with(Object[] arguments) throws JMSException;
  }

  /** Whatever is not said does nothing. */
  private static <T> T made(Class<T> type, Map<String, Doing> methods) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Doing doing = methods.get(method.getName());
              Object done = doing == null ? null : doing.with(arguments);
              return method.getReturnType() == void.class ? null : done;
            }));
  }
}
