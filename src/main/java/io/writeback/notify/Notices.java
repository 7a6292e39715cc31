package io.writeback.notify;

import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.ledger.FollowUpStore;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.problem.Reason;
import io.writeback.run.Report;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Notifies people that the last try of a run has failed. */
public final class Notices {
  private static final int WEBHOOK_CONCURRENCY = 4;

  private final Endpoints endpoints;
  private final Http http;
  private final Map<String, Channel> channels = new LinkedHashMap<>();

  /** A way on which a notification goes out; throws if it did not arrive. */
  @FunctionalInterface
  public interface Channel {
    void deliver(FollowUpStore.Ended failed, Report report) throws UndeliveredException;
  }

  /** A notification did not arrive; the message holds no secret. */
  public static final class UndeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    UndeliveredException(String message) {
      super(message);
    }
  }

  public Notices(Endpoints endpoints, Http http, NoticeSettings settings) {
    this.endpoints = endpoints;
    this.http = http;
    settings
        .webhook()
        .ifPresent(
            url -> {
              http.admit(url, WEBHOOK_CONCURRENCY, settings.webhookPrivate());
              channels.put("webhook", (failed, report) -> post(url, settings, failed, report));
            });
    settings
        .endpoint()
        .ifPresent(
            uri -> channels.put("endpoint", (failed, report) -> send(uri, report, Map.of())));
    settings.mail().ifPresent(mail -> channels.put("mail", mail(mail)));
  }

  /**
   * What is wrong with the endpoint, seen when the routes are there and before the first run fails.
   *
   * @param inputs the endpoints that routes begin with
   */
  public static Optional<Problem> endpointProblem(
      Endpoints endpoints, NoticeSettings settings, Collection<String> inputs) {
    String uri = settings.endpoint().orElse("");
    String name = uri.replaceFirst("\\?.*", "");
    if (name.matches("(direct|seda):.*")) {
      return inputs.stream().anyMatch(input -> input.replaceFirst("\\?.*", "").equals(name))
          ? Optional.empty()
          : Optional.of(problem("is " + name + ", but no route begins with that"));
    }
    try {
      if (!uri.isEmpty()) {
        endpoints.open(uri);
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(
          problem(
              "is not an endpoint that Camel can create: "
                  + withoutAddress(uri, ExceptionUtils.getRootCause(e))));
    }
  }

  private static Problem problem(String text) {
    return new Problem(Code.BAD_VALUE, "writeback.notify.endpoint", text);
  }

  /** The ways on which notifications go out, by their names. */
  public Map<String, Channel> channels() {
    return channels;
  }

  private void post(URI url, NoticeSettings settings, FollowUpStore.Ended failed, Report report)
      throws UndeliveredException {
    HttpRequest request = HttpRequest.json("POST", url, NoticeText.json(failed, report));
    if (settings.webhookToken().isPresent()) {
      request =
          request.withHeader("Authorization", "Bearer " + settings.webhookToken().get().reveal());
    }
    HttpAnswer answer;
    try {
      answer = http.once(request);
    } catch (CallFailure e) {
      // Its message has the path, which is a secret with some services.
      throw new UndeliveredException(
          url.getHost()
              + " did not answer: "
              + (e.getCause() == null ? "" : Reason.of(e.getCause())));
    }
    if (answer.status() / 100 != 2) {
      throw new UndeliveredException(url.getHost() + " answered " + answer.status());
    }
  }

  /**
   * A login never goes out in the clear: then TLS is required. Without one it is used if the server
   * offers it.
   */
  private Channel mail(NoticeSettings.Mail mail) {
    StringBuilder uri = new StringBuilder(mail.server().getScheme());
    uri.append("://").append(mail.server().getHost());
    if (mail.server().getPort() > 0) {
      uri.append(':').append(mail.server().getPort());
    }
    uri.append("?mail.smtp.starttls.enable=true&connectionTimeout=10000")
        .append("&mail.smtp.timeout=30000&mail.smtps.timeout=30000")
        // Every header of the message is set below; of others' messages Camel takes none of these.
        .append("&useHeaderRecipients=true&useHeaderFrom=true&useHeaderSubject=true");
    if (mail.user().isPresent() && mail.password().isPresent()) {
      String login = endpoints.mailLogin(mail.user().get(), mail.password().get().reveal());
      uri.append("&mail.smtp.starttls.required=true&authenticator=").append(login);
    }
    return (failed, report) ->
        send(
            uri.toString(),
            NoticeText.text(failed, report) + "\n\n" + report.toJson() + "\n",
            Map.of(
                "To",
                mail.to(),
                "From",
                mail.from(),
                "Subject",
                NoticeText.subject(report),
                "Content-Type",
                "text/plain; charset=UTF-8"));
  }

  /** Words that have the whole address may have a secret with it. */
  private static String withoutAddress(String uri, Throwable failure) {
    String address = uri.replaceFirst("^[^:]+:(//)?", "").replaceFirst("\\?.*", "");
    String words = Reason.of(failure);
    return address.contains("/") && words.contains(address)
        ? "the endpoint %s:… failed with %s"
            .formatted(uri.replaceFirst(":.*", ""), failure.getClass().getSimpleName())
        : words;
  }

  private void send(String uri, Object body, Map<String, Object> headers)
      throws UndeliveredException {
    try {
      endpoints.send(uri, body, headers);
    } catch (Exception e) {
      throw new UndeliveredException(withoutAddress(uri, e));
    }
  }
}
