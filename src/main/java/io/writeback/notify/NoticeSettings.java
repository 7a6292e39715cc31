package io.writeback.notify;

import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.config.WebAddress;
import io.writeback.problem.Code;
import java.net.URI;
import java.net.URISyntaxException;
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

  /**
   * @param own the keys below {@code writeback.}
   */
  public static NoticeSettings of(Settings own) {
    Optional<URI> webhook = own.text(PREFIX + "webhook").flatMap(text -> webhook(own, text));
    return new NoticeSettings(
        webhook,
        own.headerSecret(PREFIX + "webhook-token"),
        own.bool(PREFIX + "webhook-allow-private", false),
        own.text(PREFIX + "endpoint"),
        mail(own));
  }

  private static Optional<Mail> mail(Settings own) {
    Optional<URI> server = own.text(PREFIX + "mail-server").flatMap(text -> mailServer(own, text));
    String to = own.text(PREFIX + "mail-to").orElse("");
    String from = own.text(PREFIX + "mail-from").orElse("");
    Optional<String> user = own.text(PREFIX + "mail-user");
    Optional<Secret> password = own.secretText(PREFIX + "mail-password").map(Secret::of);
    if (server.isEmpty() && to.isEmpty()) {
      return Optional.empty();
    }
    address(own, "mail-to", to);
    address(own, "mail-from", from);
    if (own.text(PREFIX + "mail-server").isEmpty()) {
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
        "is no address such as https://example.com, without a user in it" + reason);
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
        "is no address such as smtps://example.com, without a user in it");
    return Optional.empty();
  }
}
