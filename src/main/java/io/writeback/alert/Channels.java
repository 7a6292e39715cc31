package io.writeback.alert;

import io.writeback.http.Http;
import io.writeback.ledger.AlertMessage;
import io.writeback.ledger.AlertRule;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.run.Report;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** The channels that are configured, by their names. */
public final class Channels {
  static final String WEBHOOK = "webhook";
  static final String SLACK = "slack";
  static final String MAIL = "mail";
  static final String QUEUE = "queue";
  static final String ENDPOINT = "endpoint";

  private static final int WEBHOOK_CONCURRENCY = 4;

  private final Map<String, Channel> channels = new LinkedHashMap<>();

  /**
   * @param pages the page of a run by its id, if there is one
   */
  public Channels(
      AlertSettings settings,
      Http http,
      Endpoints endpoints,
      Broker broker,
      Function<String, Optional<String>> pages) {
    settings
        .webhook()
        .ifPresent(
            url -> {
              admit(http, url, settings);
              channels.put(
                  WEBHOOK,
                  new WebChannel(
                      http,
                      url,
                      settings.webhookToken(),
                      settings.webhookHeaders(),
                      text -> text.json(false)));
            });
    settings
        .slack()
        .ifPresent(
            url -> {
              admit(http, url, settings);
              channels.put(
                  SLACK, new WebChannel(http, url, Optional.empty(), Map.of(), AlertText::slack));
            });
    settings
        .mail()
        .ifPresent(mail -> channels.put(MAIL, EndpointChannel.mail(endpoints, mail, pages)));
    settings.queue().ifPresent(queue -> channels.put(QUEUE, new QueueChannel(broker, queue)));
    settings
        .endpoint()
        .ifPresent(uri -> channels.put(ENDPOINT, EndpointChannel.route(endpoints, uri)));
  }

  private static void admit(Http http, URI url, AlertSettings settings) {
    http.admit(url, WEBHOOK_CONCURRENCY, settings.allowPrivate());
  }

  /** Their names, in the order of the documents. */
  public Set<String> names() {
    return channels.keySet();
  }

  /**
   * Sends a test message through a channel.
   *
   * @return why it did not arrive; empty if it did
   */
  public Optional<String> test(String channel, Instant now) {
    return deliver(
        new AlertMessage(
            0,
            channel,
            "test",
            AlertRule.FAILED,
            false,
            now,
            now,
            null,
            "this is a test of ./writeback alerts test, nothing is wrong",
            1,
            now),
        Optional.empty());
  }

  /**
   * Delivers a message through its channel.
   *
   * @param report of the run that it is about, unless there is none
   * @return why it did not arrive; empty if it did
   */
  public Optional<String> deliver(AlertMessage message, Optional<Report> report) {
    try {
      channels.get(message.channel()).deliver(new AlertText(message, report));
      return Optional.empty();
    } catch (Channel.UndeliveredException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * What is wrong with the endpoint, seen when the routes are there and before the first alert.
   *
   * @param inputs the endpoints that routes begin with
   */
  public static Optional<Problem> endpointProblem(
      Endpoints endpoints, AlertSettings settings, Collection<String> inputs) {
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
                  + EndpointChannel.withoutAddress(uri, ExceptionUtils.getRootCause(e))));
    }
  }

  private static Problem problem(String text) {
    return new Problem(Code.BAD_VALUE, "alert.endpoint", text);
  }
}
