package io.writeback.queue;

import io.writeback.config.Configuration;
import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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

  /** Which names of queues there are, for messages. */
  static final String NAME = "a name of letters, digits and . _ - /";

  private static final List<String> CORE = List.of("tcp:", "(tcp:");

  private static final Option<Optional<String>> URL =
      Option.text("url")
          .without("none")
          .says("The broker. Without it, and without `embedded`, there is no queue.");

  private static final Option<Boolean> EMBEDDED =
      Option.bool("embedded", false).says("Whether `./writeback start` runs a broker.");

  private static final Option<Integer> PORT =
      Option.integer("port", 61_616, 1, 65_535)
          .says("The port of the embedded broker, on 127.0.0.1.");

  private static final Option<Optional<String>> USERNAME =
      Option.text("username")
          .without("none")
          .says("The user of the broker. Required for the embedded one, as its only user.");

  private static final Option<Optional<Secret>> PASSWORD =
      Option.secret("password")
          .says("Its password; best from the environment: `{{env:QUEUE_PASSWORD}}`.");

  private static final Option<String> REQUESTS =
      name("requests", "writeback.requests").says("The queue of requests.");

  private static final Option<String> EVENTS =
      Option.parsed(
              "events",
              "writeback.events",
              NAME,
              text -> {
                name(text.replaceFirst("^" + TOPIC, ""));
                return text;
              })
          .says("The queue for events; `topic:NAME` for a topic.");

  private static final Option<String> DEAD_LETTERS =
      name("dead-letters", "writeback.dead-letters").says("The queue for refused messages.");

  private static final Option<Integer> TRIES =
      Option.integer("tries", 5, 1, 100)
          .says("How often a message is delivered before it becomes a dead letter, 1 to 100.");

  private static final Option<Long> MAX_MESSAGE_BYTES =
      Option.bytes("max-message-bytes", 65_536).says("The maximum size of a message.");

  private static final Option<Long> MIN_FREE_BYTES =
      Option.bytes("min-free-bytes", 100_000_000)
          .says("With fewer bytes free on its disk, the embedded broker accepts no message.");

  /** All of them, in the order of the documents. */
  public static final List<Option<?>> KEYS =
      List.of(
          URL,
          EMBEDDED,
          PORT,
          USERNAME,
          PASSWORD,
          REQUESTS,
          EVENTS,
          DEAD_LETTERS,
          TRIES,
          MAX_MESSAGE_BYTES,
          MIN_FREE_BYTES);

  public static QueueSettings of(Configuration configuration) {
    Settings own = configuration.settings("queue.");
    boolean embedded = EMBEDDED.in(own);
    int port = PORT.in(own);
    Optional<String> url = URL.in(own);
    Optional<String> username = USERNAME.in(own);
    Optional<Secret> password = PASSWORD.in(own);
    if (embedded && url.isPresent()) {
      own.problem(
          Code.BAD_VALUE,
          "url",
          "cannot be combined with queue.embedded=true: one broker is" + " enough");
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
                    "holds credentials; they belong in queue.username and queue.password"));
    return new QueueSettings(
        embedded ? Optional.of("tcp://127.0.0.1:" + port) : url,
        embedded,
        port,
        username.orElse(null),
        password.orElse(null),
        REQUESTS.in(own),
        EVENTS.in(own),
        DEAD_LETTERS.in(own),
        TRIES.in(own),
        MAX_MESSAGE_BYTES.in(own),
        MIN_FREE_BYTES.in(own),
        own.close());
  }

  private static Option<String> name(String key, String fallback) {
    return Option.parsed(key, fallback, NAME, QueueSettings::name);
  }

  /** A name that is a part of an endpoint's address. */
  static String name(String text) {
    if (!text.matches("[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")) {
      throw new IllegalArgumentException();
    }
    return text;
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
