package io.writeback.alert;

import io.writeback.problem.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends to an endpoint of Camel.
 *
 * @param body what is sent
 * @param file what goes with it, if anything does
 */
record EndpointChannel(
    Endpoints endpoints,
    String uri,
    Function<AlertText, Object> body,
    Function<AlertText, Map<String, Object>> headers,
    Function<AlertText, Optional<Attachment>> file)
    implements Channel {
  /**
   * A login never goes out in the clear: then TLS is required. Without one it is used if the server
   * offers it.
   *
   * @param pages the page of a run by its id, if there is one
   */
  static EndpointChannel mail(
      Endpoints endpoints, AlertSettings.Mail mail, Function<String, Optional<String>> pages) {
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
    return new EndpointChannel(
        endpoints,
        uri.toString(),
        AlertText::mail,
        text ->
            Map.of(
                "To",
                mail.to(),
                "From",
                mail.from(),
                "Subject",
                text.subject(),
                "Content-Type",
                "text/plain; charset=UTF-8"),
        text ->
            Optional.ofNullable(text.message().runId())
                .filter(run -> mail.report())
                .flatMap(
                    run ->
                        pages
                            .apply(run)
                            .map(
                                page ->
                                    new Attachment(
                                        "run-" + run + ".html",
                                        "text/html; charset=UTF-8",
                                        page))));
  }

  /** One of the routes of a team. */
  static EndpointChannel route(Endpoints endpoints, String uri) {
    return new EndpointChannel(
        endpoints,
        uri,
        text -> text.json(false),
        text ->
            Map.of(
                "event",
                text.event(),
                "writeback",
                text.message().writeback(),
                "rule",
                text.message().rule().key()),
        text -> Optional.empty());
  }

  @Override
  public void deliver(AlertText text) throws UndeliveredException {
    try {
      endpoints.send(uri, body.apply(text), headers.apply(text), file.apply(text));
    } catch (Exception e) {
      throw new UndeliveredException(withoutAddress(uri, e));
    }
  }

  /** Words that have the whole address may have a secret with it. */
  static String withoutAddress(String uri, Throwable failure) {
    String address = uri.replaceFirst("^[^:]+:(//)?", "").replaceFirst("\\?.*", "");
    String words = Reason.of(failure);
    return address.contains("/") && words.contains(address)
        ? "the endpoint %s:… failed with %s"
            .formatted(uri.replaceFirst(":.*", ""), failure.getClass().getSimpleName())
        : words;
  }
}
