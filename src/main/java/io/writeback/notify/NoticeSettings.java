package io.writeback.notify;

import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.config.WebAddress;
import io.writeback.problem.Code;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * Who is notified of a run that failed for good: the keys below {@code writeback.notify.}.
 *
 * @param webhook where a JSON text is sent; its path may be a secret itself
 * @param webhookToken sent as {@code Authorization: Bearer}
 * @param webhookPrivate whether its host may be on a private address
 * @param endpoint a Camel endpoint that is sent the report
 */
public record NoticeSettings(
    Optional<URI> webhook,
    Optional<Secret> webhookToken,
    boolean webhookPrivate,
    Optional<String> endpoint,
    Optional<Mail> mail) {
  /**
   * A mail, and the server that takes it.
   *
   * @param server {@code smtps://host:465}, or {@code smtp://host:587}
   */
  public record Mail(
      URI server, String to, String from, Optional<String> user, Optional<Secret> password) {}

  private static final String PREFIX = "notify.";

  private static final Option<Optional<String>> WEBHOOK =
      Option.text(PREFIX + "webhook")
          .without("none")
          .says(
              "An address to notify by POST of a JSON text when the last try of a run failed. Its"
                  + " path may contain a secret, so it is never printed. [What is"
                  + " sent](scheduling.md#notification).");

  private static final Option<Optional<Secret>> WEBHOOK_TOKEN =
      Option.headerSecret(PREFIX + "webhook-token")
          .says("Sent with it as `Authorization: Bearer …`; best from the environment.");

  private static final Option<Boolean> WEBHOOK_PRIVATE =
      Option.bool(PREFIX + "webhook-allow-private", false)
          .says("Whether that address may be a loopback or private one.");

  private static final Option<Optional<String>> ENDPOINT =
      Option.text(PREFIX + "endpoint")
          .without("none")
          .says(
              "A Camel endpoint that gets the report, such as `direct:alert`. `start` refuses one"
                  + " that does not exist.");

  private static final Option<Optional<String>> MAIL_SERVER =
      Option.text(PREFIX + "mail-server")
          .without("none")
          .says(
              "A mail server for notifications, `smtps://mail.example.com:465` or"
                  + " `smtp://mail.example.com:587`.");

  private static final Option<Optional<String>> MAIL_TO =
      Option.text(PREFIX + "mail-to").without("none").says("The recipients, separated by commas.");

  private static final Option<Optional<String>> MAIL_FROM =
      Option.text(PREFIX + "mail-from").without("none").says("The sender.");

  private static final Option<Optional<String>> MAIL_USER =
      Option.text(PREFIX + "mail-user")
          .without("none")
          .says("The login, if the server requires one. With it, TLS is required.");

  private static final Option<Optional<Secret>> MAIL_PASSWORD =
      Option.secret(PREFIX + "mail-password").says("Its password; best from the environment.");

  /** All of them, in the order of the documents. */
  public static final List<Option<?>> KEYS =
      List.of(
          WEBHOOK,
          WEBHOOK_TOKEN,
          WEBHOOK_PRIVATE,
          ENDPOINT,
          MAIL_SERVER,
          MAIL_TO,
          MAIL_FROM,
          MAIL_USER,
          MAIL_PASSWORD);

  /**
   * @param own the keys below {@code writeback.}
   */
  public static NoticeSettings of(Settings own) {
    return new NoticeSettings(
        WEBHOOK.in(own).flatMap(text -> webhook(own, text)),
        WEBHOOK_TOKEN.in(own),
        WEBHOOK_PRIVATE.in(own),
        ENDPOINT.in(own),
        mail(own));
  }

  private static Optional<Mail> mail(Settings own) {
    Optional<URI> server = MAIL_SERVER.in(own).flatMap(text -> mailServer(own, text));
    String to = MAIL_TO.in(own).orElse("");
    String from = MAIL_FROM.in(own).orElse("");
    Optional<String> user = MAIL_USER.in(own);
    Optional<Secret> password = MAIL_PASSWORD.in(own);
    if (server.isEmpty() && to.isEmpty()) {
      return Optional.empty();
    }
    address(own, "mail-to", to);
    address(own, "mail-from", from);
    if (MAIL_SERVER.in(own).isEmpty()) {
      own.problem(
          Code.MISSING_VALUE, PREFIX + "mail-server", "is missing: smtp://host:587 or smtps://…");
    }
    if (user.isPresent() != password.isPresent()) {
      own.problem(
          Code.MISSING_VALUE, PREFIX + "mail-password", "belongs to " + PREFIX + "mail-user");
    }
    return server.map(uri -> new Mail(uri, to, from, user, password));
  }

  /** Enough to see what was meant; addresses go into a URI, so nothing else may be in them. */
  private static void address(Settings own, String name, String text) {
    if (!text.matches("[^\\s@,?&;]+@[^\\s@,?&;]+(\\s*,\\s*[^\\s@,?&;]+@[^\\s@,?&;]+)*")) {
      own.problem(
          text.isEmpty() ? Code.MISSING_VALUE : Code.BAD_VALUE,
          PREFIX + name,
          (text.isEmpty() ? "is missing" : "is \"" + text + "\"")
              + ", allowed are mail addresses such as data@example.com, with commas between");
    }
  }

  /** The reason names the host at most: the path may be a secret. */
  private static Optional<URI> webhook(Settings own, String text) {
    String reason = "";
    try {
      URI uri = WebAddress.normal(text);
      if (uri.getRawUserInfo() == null) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      reason = ": it is no URI";
    } catch (IllegalArgumentException e) {
      reason = ": " + e.getMessage();
    }
    own.problem(
        Code.BAD_VALUE,
        PREFIX + "webhook",
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
        PREFIX + "mail-server",
        "is not an address such as smtps://example.com, without a user in it");
    return Optional.empty();
  }
}
