package io.writeback.alert;

import io.writeback.config.Configuration;
import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.config.Suggestion;
import io.writeback.config.WebAddress;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The keys below {@code alert.}: which rules hold, and where their messages go.
 *
 * @param standard the rules of writebacks that have none of their own
 * @param own the rules of those that have
 * @param webhook where a JSON text is sent; its path may be a secret itself
 * @param webhookToken sent as {@code Authorization: Bearer}
 * @param webhookHeaders further headers, by their names
 * @param slack where the text is sent that Slack and its like understand
 * @param allowPrivate whether the two may be on private addresses
 * @param queue a queue of the broker, {@code topic:NAME} for a topic
 * @param endpoint a Camel endpoint that is sent the JSON text
 */
public record AlertSettings(
    AlertRules standard,
    Map<String, AlertRules> own,
    Optional<URI> webhook,
    Optional<Secret> webhookToken,
    Map<String, Secret> webhookHeaders,
    Optional<URI> slack,
    boolean allowPrivate,
    Optional<Mail> mail,
    Optional<String> queue,
    Optional<String> endpoint,
    List<Problem> problems) {
  private static final String PREFIX = "alert.";
  private static final String HEADER = "webhook-header.";
  private static final String FILE = "-file";
  private static final String TOPIC = "topic:";

  public AlertSettings {
    own = Map.copyOf(own);
    webhookHeaders = Map.copyOf(webhookHeaders);
    problems = List.copyOf(problems);
  }

  /**
   * A mail, and the server that takes it.
   *
   * @param server {@code smtps://host:465}, or {@code smtp://host:587}
   * @param report whether the page of the run is attached
   */
  public record Mail(
      URI server,
      String to,
      String from,
      Optional<String> user,
      Optional<Secret> password,
      boolean report) {}

  private static final Option<Optional<Secret>> WEBHOOK =
      Option.secret("webhook")
          .says(
              "An address that [a JSON text](#webhook) is sent to by POST. It may contain a secret,"
                  + " so it is never printed; best from the environment.");

  private static final Option<Optional<Secret>> WEBHOOK_TOKEN =
      Option.headerSecret("webhook-token")
          .says("Sent with it as `Authorization: Bearer …`; best from the environment.");

  private static final Option<Optional<Secret>> SLACK =
      Option.secret("slack")
          .says(
              "The address of an incoming webhook of [Slack or a compatible chat](#slack); best"
                  + " from the environment.");

  private static final Option<Boolean> ALLOW_PRIVATE =
      Option.bool("allow-private", false)
          .says("Whether these two addresses may be loopback or private ones.");

  private static final Option<Optional<String>> MAIL_SERVER =
      Option.text("mail-server")
          .without("none")
          .says(
              "A mail server, `smtps://mail.example.com:465` or `smtp://mail.example.com:587`."
                  + " [What is sent](#mail).");

  private static final Option<Optional<String>> MAIL_TO =
      Option.text("mail-to").without("none").says("The recipients, separated by commas.");

  private static final Option<Optional<String>> MAIL_FROM =
      Option.text("mail-from").without("none").says("The sender.");

  private static final Option<Optional<String>> MAIL_USER =
      Option.text("mail-user")
          .without("none")
          .says("The login, if the server requires one. With it, TLS is required.");

  private static final Option<Boolean> MAIL_REPORT =
      Option.bool("mail-report", false)
          .says(
              "Attaches the [page of the run](console.md#the-same-in-a-file), with cell values if"
                  + " `console.show-values` says so.");

  private static final Option<Optional<Secret>> MAIL_PASSWORD =
      Option.secret("mail-password").says("Its password; best from the environment.");

  private static final Option<Optional<String>> QUEUE =
      Option.orElse(
              "queue",
              Optional.<String>empty(),
              "a name of letters, digits and . _ - /, after topic: for a topic",
              AlertSettings::queueName)
          .without("none")
          .says(
              "A queue of the [broker](configuration.md#queue) that the JSON text is sent to;"
                  + " `topic:NAME` for a topic. [What is sent](#queue).");

  private static final Option<Optional<String>> ENDPOINT =
      Option.text("endpoint")
          .without("none")
          .says(
              "A Camel endpoint that gets the JSON text, such as `direct:alert`. `start` refuses one"
                  + " that does not exist. [What is sent](#one-of-your-routes).");

  /** The keys of channels, in the order of the documents. */
  public static final List<Option<?>> CHANNEL_KEYS =
      List.of(
          WEBHOOK,
          WEBHOOK_TOKEN,
          SLACK,
          ALLOW_PRIVATE,
          MAIL_SERVER,
          MAIL_TO,
          MAIL_FROM,
          MAIL_USER,
          MAIL_PASSWORD,
          MAIL_REPORT,
          QUEUE,
          ENDPOINT);

  /** The keys of rules, in the order of the documents. */
  public static final List<Option<?>> RULE_KEYS = AlertRules.KEYS;

  /** Reads all keys, and notes every mistake. */
  public static AlertSettings of(Configuration configuration) {
    Settings all = configuration.settings(PREFIX);
    List<Problem> problems = new ArrayList<>();
    AlertRules standard = AlertRules.of(all);
    Map<String, AlertRules> own = new TreeMap<>();
    Set<String> keys = configuration.under(PREFIX).keySet();
    for (String writeback : writebacks(keys)) {
      Settings settings = configuration.settings(PREFIX + writeback + ".");
      own.put(writeback, standard.with(settings));
      problems.addAll(settings.problems());
    }
    keys.stream().filter(key -> ruleOf(key).isPresent()).forEach(all::knows);
    boolean allowPrivate = ALLOW_PRIVATE.in(all);
    Optional<String> queue = QUEUE.in(all);
    if (queue.isPresent() && !isBrokerConfigured(configuration)) {
      all.problem(
          Code.MISSING_VALUE, "queue", "needs a broker: set queue.url, or queue.embedded=true");
    }
    AlertSettings settings =
        new AlertSettings(
            standard,
            own,
            address(all, WEBHOOK, allowPrivate),
            WEBHOOK_TOKEN.in(all),
            headers(all, keys),
            address(all, SLACK, allowPrivate),
            allowPrivate,
            mail(all),
            queue,
            ENDPOINT.in(all),
            List.of());
    problems.addAll(all.close());
    return settings.with(problems);
  }

  private AlertSettings with(List<Problem> problems) {
    return new AlertSettings(
        standard,
        own,
        webhook,
        webhookToken,
        webhookHeaders,
        slack,
        allowPrivate,
        mail,
        queue,
        endpoint,
        problems);
  }

  private static boolean isBrokerConfigured(Configuration configuration) {
    Settings queue = configuration.settings("queue.");
    return queue.text("url").isPresent() || queue.bool("embedded", false);
  }

  /** The name of the rule's key that a key of one writeback ends with. */
  private static Optional<String> ruleOf(String key) {
    int dot = key.lastIndexOf('.');
    String rule = key.substring(dot + 1);
    return dot > 0
            && !key.startsWith(HEADER)
            && RULE_KEYS.stream().anyMatch(option -> option.name().equals(rule))
        ? Optional.of(rule)
        : Optional.empty();
  }

  private static Set<String> writebacks(Collection<String> keys) {
    Set<String> names = new TreeSet<>();
    for (String key : keys) {
      if (ruleOf(key).isPresent()) {
        names.add(key.substring(0, key.lastIndexOf('.')));
      }
    }
    return names;
  }

  /** The rules of a writeback. */
  public AlertRules rules(String writeback) {
    return own.getOrDefault(writeback, standard);
  }

  /**
   * Rules for writebacks that do not exist.
   *
   * @param where the file, as messages name it
   */
  public List<Problem> unknownWritebacks(String where, Set<String> names) {
    return own.keySet().stream()
        .filter(name -> !names.contains(name))
        .sorted()
        .map(
            name ->
                new Problem(
                    Code.UNKNOWN_KEY,
                    where,
                    "%s%s.… is about a writeback that does not exist%s"
                        .formatted(PREFIX, name, Suggestion.didYouMean(name, names))))
        .toList();
  }

  /** The names of the channels that are configured. */
  public List<String> channels() {
    return Stream.of(
            webhook.map(set -> Channels.WEBHOOK),
            slack.map(set -> Channels.SLACK),
            mail.map(set -> Channels.MAIL),
            queue.map(set -> Channels.QUEUE),
            endpoint.map(set -> Channels.ENDPOINT))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Map<String, Secret> headers(Settings all, Collection<String> keys) {
    Map<String, Secret> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String key : keys) {
      if (key.startsWith(HEADER)) {
        String own = key.endsWith(FILE) ? key.substring(0, key.length() - FILE.length()) : key;
        String name = own.substring(HEADER.length());
        all.knows(key);
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
            || name.matches("(?i)host|content-.*|transfer-.*|connection|expect|te|upgrade")) {
          all.problem(Code.BAD_VALUE, own, "is not the name of a header that can be set");
        } else {
          all.headerSecret(own).ifPresent(value -> headers.put(name, value));
        }
      }
    }
    return headers;
  }

  private static Optional<String> queueName(String text) {
    if (!text.replaceFirst("^" + TOPIC, "").matches("[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")) {
      throw new IllegalArgumentException();
    }
    return Optional.of(text);
  }

  private static Optional<Mail> mail(Settings own) {
    Optional<URI> server = MAIL_SERVER.in(own).flatMap(text -> mailServer(own, text));
    String to = MAIL_TO.in(own).orElse("");
    String from = MAIL_FROM.in(own).orElse("");
    Optional<String> user = MAIL_USER.in(own);
    Optional<Secret> password = MAIL_PASSWORD.in(own);
    boolean report = MAIL_REPORT.in(own);
    if (server.isEmpty() && to.isEmpty()) {
      return Optional.empty();
    }
    address(own, "mail-to", to);
    address(own, "mail-from", from);
    if (MAIL_SERVER.in(own).isEmpty()) {
      own.problem(Code.MISSING_VALUE, "mail-server", "is missing: smtp://host:587 or smtps://…");
    }
    if (user.isPresent() != password.isPresent()) {
      own.problem(Code.MISSING_VALUE, "mail-password", "belongs to " + PREFIX + "mail-user");
    }
    return server.map(uri -> new Mail(uri, to, from, user, password, report));
  }

  /** Enough to see what was meant; addresses go into a URI, so nothing else may be in them. */
  private static void address(Settings own, String name, String text) {
    if (!text.matches("[^\\s@,?&;]+@[^\\s@,?&;]+(\\s*,\\s*[^\\s@,?&;]+@[^\\s@,?&;]+)*")) {
      own.problem(
          text.isEmpty() ? Code.MISSING_VALUE : Code.BAD_VALUE,
          name,
          (text.isEmpty() ? "is missing" : "is \"" + text + "\"")
              + ", allowed are mail addresses such as data@example.com, with commas between");
    }
  }

  /** The reason names the host at most: the rest may be a secret. */
  private static Optional<URI> address(
      Settings all, Option<Optional<Secret>> option, boolean allowPrivate) {
    return option.in(all).flatMap(secret -> address(all, option.name(), secret, allowPrivate));
  }

  private static Optional<URI> address(
      Settings all, String name, Secret secret, boolean allowPrivate) {
    String reason = "";
    try {
      URI uri = WebAddress.normal(secret.reveal());
      if (uri.getRawUserInfo() == null) {
        if ("http".equals(uri.getScheme()) && !allowPrivate) {
          all.problem(
              Code.BAD_VALUE,
              name,
              "is http, which would send what it says unencrypted; use https (http is allowed with"
                  + " alert.allow-private=true)");
        }
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      reason = ": it is no URI";
    } catch (IllegalArgumentException e) {
      reason = ": " + e.getMessage();
    }
    all.problem(
        Code.BAD_VALUE,
        name,
        "is not an address such as https://example.com, without a user in it" + reason);
    return Optional.empty();
  }

  private static Optional<URI> mailServer(Settings own, String text) {
    try {
      URI uri = new URI(text);
      boolean scheme = "smtp".equals(uri.getScheme()) || "smtps".equals(uri.getScheme());
      if (scheme && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      // Reported below, without the value, as it may hold a secret.
    }
    own.problem(
        Code.BAD_VALUE,
        "mail-server",
        "is not an address such as smtps://example.com, without a user in it");
    return Optional.empty();
  }
}
