package io.writeback.queue;

import io.writeback.config.Configuration;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The keys below {@code queue.}.
 *
 * @param url the broker; empty if there is no queue
 * @param embedded whether this process is the broker
 * @param port of the embedded broker, on 127.0.0.1
 * @param username null for none
 * @param requests the queue that requests for runs come from
 * @param events where events go, {@code topic:NAME} for a topic
 * @param deadLetters where refused messages go
 * @param tries how often a message is delivered before it is given up
 * @param maxMessageBytes the most that a message may have
 * @param minFreeBytes with less room on its disk the embedded broker accepts no message
 */
public record QueueSettings(
    Optional<String> url,
    boolean embedded,
    int port,
    String username,
    Secret password,
    String requests,
    String events,
    String deadLetters,
    int tries,
    long maxMessageBytes,
    long minFreeBytes,
    List<Problem> problems) {
  /** No event is longer. */
  public static final int EVENT_CHARACTERS = 32_768;

  private static final List<String> AMQP = List.of("amqp:", "amqps:", "amqpws:", "failover:");
  private static final String TOPIC = "topic:";
  private static final List<String> CORE = List.of("tcp:", "(tcp:");

  public static QueueSettings of(Configuration configuration, UnaryOperator<String> placeholders) {
    Settings own = configuration.settings("queue.", placeholders);
    boolean embedded = own.bool("embedded", false);
    int port = own.integer("port", 61616, 1, 65_535);
    Optional<String> url = own.text("url");
    Optional<String> username = own.text("username");
    Optional<String> password = own.secretText("password");
    if (embedded && url.isPresent()) {
      own.problem(
          Code.BAD_VALUE, "url", "has no place beside queue.embedded=true: one broker is enough");
    }
    if (embedded && (username.isEmpty() || password.isEmpty())) {
      own.problem(
          Code.MISSING_VALUE,
          "password",
          "and queue.username are needed with queue.embedded=true: who may send requests");
    }
    url.filter(given -> !isKnown(given))
        .ifPresent(
            given ->
                own.problem(
                    Code.BAD_VALUE,
                    "url",
                    "begins with none of tcp: (Artemis), amqp:, amqps: and failover: (AMQP 1.0)"));
    url.filter(given -> given.matches(".*[/@?&;.(](?i:user|username|password)=.*|.*//[^/]*@.*"))
        .ifPresent(
            given ->
                own.problem(
                    Code.BAD_VALUE,
                    "url",
                    "holds credentials; they belong into queue.username and queue.password"));
    return new QueueSettings(
        embedded ? Optional.of("tcp://127.0.0.1:" + port) : url,
        embedded,
        port,
        username.orElse(null),
        password.map(Secret::of).orElse(null),
        name(own, "requests", "writeback.requests"),
        name(own, "events", "writeback.events"),
        name(own, "dead-letters", "writeback.dead-letters"),
        own.integer("tries", 5, 1, 100),
        own.bytes("max-message-bytes", 65_536),
        own.bytes("min-free-bytes", 100_000_000),
        own.close());
  }

  /** A name that is a part of an endpoint's address. */
  static String name(Settings own, String key, String fallback) {
    return own.parsed(
        key,
        fallback,
        "a name of letters, digits and . _ - /",
        text -> {
          String name = key.equals("events") ? text.replaceFirst("^" + TOPIC, "") : text;
          if (!name.matches("[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")) {
            throw new IllegalArgumentException();
          }
          return text;
        });
  }

  private static boolean isKnown(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    return isAmqp(lower) || CORE.stream().anyMatch(lower::startsWith);
  }

  private static boolean isAmqp(String url) {
    return AMQP.stream().anyMatch(url::startsWith);
  }

  /** Whether the broker is spoken to in AMQP 1.0, or else as Artemis speaks. */
  boolean isAmqp() {
    return isAmqp(url.orElse("").toLowerCase(Locale.ROOT));
  }

  /** Whether there is a queue at all. */
  public boolean isConfigured() {
    return url.isPresent();
  }

  /** Whether events go to a topic, or else to a queue. */
  public boolean isEventsTopic() {
    return events.startsWith(TOPIC);
  }

  /** The name of that topic or queue. */
  public String eventsName() {
    return isEventsTopic() ? events.substring(TOPIC.length()) : events;
  }
}
