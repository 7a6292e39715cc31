package io.writeback.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.ledger.FollowUpStore;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.problem.Reason;
import io.writeback.problem.Visible;
import io.writeback.run.Report;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mail.DefaultAuthenticator;

/** Tells whoever is to know that the last try of a run has failed. */
final class Notices {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOGIN = "writebackMailLogin";
  private static final int WEBHOOK_CONCURRENCY = 4;
  private static final int LONGEST_SUBJECT = 120;

  private final CamelContext context;
  private final Http http;
  private final Map<String, Channel> channels = new LinkedHashMap<>();

  /** A way on which a notification goes out; throws if it did not arrive. */
  @FunctionalInterface
  interface Channel {
    void deliver(FollowUpStore.Ended failed, Report report) throws UndeliveredException;
  }

  /** A notification did not arrive; the message holds no secret. */
  static final class UndeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    UndeliveredException(String message) {
      super(message);
    }
  }

  Notices(CamelContext context, Http http, NoticeSettings settings) {
    this.context = context;
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
  static Optional<Problem> endpointProblem(
      CamelContext context, NoticeSettings settings, Collection<String> inputs) {
    String uri = settings.endpoint().orElse("");
    String name = uri.replaceFirst("\\?.*", "");
    if (name.matches("(direct|seda):.*")) {
      return inputs.stream().anyMatch(input -> input.replaceFirst("\\?.*", "").equals(name))
          ? Optional.empty()
          : Optional.of(problem("is " + name + ", but no route begins with that"));
    }
    try {
      if (!uri.isEmpty()) {
        context.getEndpoint(uri);
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return Optional.of(problem("is no endpoint that Camel can make: " + told(uri, cause)));
    }
  }

  private static Problem problem(String text) {
    return new Problem(Code.BAD_VALUE, "writeback.notify.endpoint", text);
  }

  Map<String, Channel> channels() {
    return channels;
  }

  private void post(URI url, NoticeSettings settings, FollowUpStore.Ended failed, Report report)
      throws UndeliveredException {
    HttpRequest request = HttpRequest.json("POST", url, json(failed, report));
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
          url.getHost() + " did not answer: " + (e.getCause() == null ? "" : reason(e.getCause())));
    }
    if (answer.status() / 100 != 2) {
      throw new UndeliveredException(url.getHost() + " answered " + answer.status());
    }
  }

  private static String reason(Throwable cause) {
    return Reason.of(cause);
  }

  /** What a webhook is sent. */
  static byte[] json(FollowUpStore.Ended failed, Report report) {
    Map<String, Object> notice = new LinkedHashMap<>();
    notice.put("event", report.waitsForPerson() ? "run.waits" : "run.failed");
    notice.put("text", text(failed, report));
    notice.put("writeback", report.writeback());
    notice.put("run", report.run());
    notice.put("state", report.state().name());
    notice.put("code", report.code());
    notice.put("reason", report.reason());
    notice.put("startedBy", failed.origin());
    notice.put("tries", failed.attempt() + 1);
    notice.put("report", report);
    try {
      return Visible.text(JSON.writeValueAsString(notice)).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(FollowUpStore.Ended failed, Report report) {
    return Visible.line(
        "%s: %s; run %s is %s; %,d of %,d %s written; %s; see ./writeback show %s"
            .formatted(
                report.writeback(),
                cause(report),
                report.run(),
                report.state(),
                report.written(),
                report.rows(),
                report.rows() == 1 ? "row" : "rows",
                outlook(failed, report),
                report.run()));
  }

  /** What happened, before the rule that follows from it. */
  private static String cause(Report report) {
    return report.reason() == null
        ? "the run did not complete"
        : "%s (%s)".formatted(report.reason(), report.code());
  }

  /** One line that a list of mails shows whole. */
  private static String subject(Report report) {
    String cause = Visible.line(cause(report));
    return "camel-writeback: %s is %s: %s"
        .formatted(
            Visible.line(report.writeback()),
            report.state(),
            cause.length() <= LONGEST_SUBJECT ? cause : cause.substring(0, LONGEST_SUBJECT) + "…");
  }

  private static String outlook(FollowUpStore.Ended failed, Report report) {
    if (report.waitsForPerson()) {
      return "it waits for a person, then ./writeback resume";
    }
    if (failed.newerRun() != null) {
      return "it is not tried again, as run " + failed.newerRun() + " was asked for after it";
    }
    int tries = failed.attempt() + 1;
    return tries == 1 ? "it is not tried again" : "that was the last of " + tries + " tries";
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
      context
          .getRegistry()
          .bind(LOGIN, new DefaultAuthenticator(mail.user().get(), mail.password().get().reveal()));
      uri.append("&mail.smtp.starttls.required=true&authenticator=#").append(LOGIN);
    }
    return (failed, report) ->
        send(
            uri.toString(),
            text(failed, report) + "\n\n" + report.toJson() + "\n",
            Map.of(
                "To",
                mail.to(),
                "From",
                mail.from(),
                "Subject",
                subject(report),
                "Content-Type",
                "text/plain; charset=UTF-8"));
  }

  /** Words that have the whole address may have a secret with it. */
  private static String told(String uri, Throwable failure) {
    String address = uri.replaceFirst("^[^:]+:(//)?", "").replaceFirst("\\?.*", "");
    String words = reason(failure);
    return address.contains("/") && words.contains(address)
        ? "the endpoint %s:… failed with %s"
            .formatted(uri.replaceFirst(":.*", ""), failure.getClass().getSimpleName())
        : words;
  }

  private void send(String uri, Object body, Map<String, Object> headers)
      throws UndeliveredException {
    try (ProducerTemplate template = context.createProducerTemplate()) {
      Exchange sent =
          template.send(
              uri,
              exchange -> {
                exchange.getMessage().setBody(body);
                exchange.getMessage().setHeaders(new LinkedHashMap<>(headers));
              });
      if (sent.getException() != null) {
        throw new UndeliveredException(told(uri, sent.getException()));
      }
    } catch (java.io.IOException | RuntimeException e) {
      throw new UndeliveredException(told(uri, e));
    }
  }
}
