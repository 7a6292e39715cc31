package io.writeback.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.config.Configuration;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.RetryPolicy;
import io.writeback.ledger.AlertChange;
import io.writeback.ledger.AlertRule;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages on their way, with a clock that the test sets and an endpoint that may refuse. */
final class AlertDeliveryTest {
  private static final Instant TWO = Instant.parse("2026-11-25T02:00:00Z");
  private static final Duration LENGTH = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final Http http = new Http(HttpLimits.STANDARD, RetryPolicy.STANDARD, new Governor());
  private final List<String> arrived = new ArrayList<>();
  private Instant now = TWO;
  private boolean deaf;
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), () -> now);
  }

  @AfterEach
  void close() throws Exception {
    ledger.close();
    http.close();
  }

  private final Endpoints endpoints =
      new Endpoints() {
        @Override
        public void open(String uri) {
          // There is always one.
        }

        @Override
        public void send(
            String uri, Object body, Map<String, Object> headers, Optional<Attachment> file) {
          if (deaf) {
            throw new IllegalStateException("deaf");
          }
          arrived.add(headers.get("event") + " " + headers.get("writeback"));
        }

        @Override
        public String mailLogin(String user, String password) {
          return "";
        }
      };

  private AlertDelivery delivery() {
    AlertSettings settings =
        AlertSettings.of(
            new Configuration(folder, "f", Map.of("alert.endpoint", "direct:alert"), Map.of()));
    return new AlertDelivery(
        ledger.alerts(),
        new Channels(
            settings, http, endpoints, (queue, text, properties) -> {}, run -> Optional.empty()),
        run -> Optional.empty(),
        LENGTH);
  }

  private void change(AlertChange.Kind kind, String writeback) {
    ledger
        .alerts()
        .update(
            writeback,
            history ->
                List.of(new AlertChange(kind, writeback, AlertRule.FAILED, "r", 1, "message")),
            List.of("endpoint"));
  }

  private Optional<Duration> pauseOf(Optional<AlertDelivery.Result> result) {
    return ((AlertDelivery.Result.Undelivered) result.orElseThrow()).pause();
  }

  @Test
  void a_message_that_arrived_is_not_sent_again() {
    change(AlertChange.Kind.RAISED, "w");

    assertThat(delivery().deliverNext("endpoint"))
        .containsInstanceOf(AlertDelivery.Result.Delivered.class);
    assertThat(delivery().deliverNext("endpoint")).isEmpty();

    assertThat(arrived).containsExactly("alert.raised w");
  }

  @Test
  void what_does_not_arrive_is_tried_less_and_less_often_and_given_up_after_a_day() {
    deaf = true;
    change(AlertChange.Kind.RAISED, "w");
    AlertDelivery delivery = delivery();
    List<Duration> pauses = new ArrayList<>();

    Optional<Duration> pause = pauseOf(delivery.deliverNext("endpoint"));
    while (pause.isPresent()) {
      pauses.add(pause.get());
      assertThat(delivery.deliverNext("endpoint")).isEmpty();
      now = now.plus(pause.get());
      pause = pauseOf(delivery.deliverNext("endpoint"));
    }

    assertThat(pauses)
        .startsWith(Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofMinutes(1))
        .endsWith(Duration.ofHours(1));
    assertThat(now).isBetween(TWO.plus(Duration.ofDays(1)), TWO.plus(Duration.ofHours(26)));
    assertThat(delivery.deliverNext("endpoint")).isEmpty();
    assertThat(ledger.alerts().waitingChannels()).isEmpty();
  }

  @Test
  void what_a_process_was_delivering_when_it_died_is_delivered_by_another_one() {
    change(AlertChange.Kind.RAISED, "w");
    ledger.alerts().claim("endpoint", LENGTH);
    assertThat(delivery().deliverNext("endpoint")).isEmpty();

    now = now.plus(LENGTH);

    assertThat(delivery().deliverNext("endpoint")).isPresent();
    assertThat(arrived).containsExactly("alert.raised w");
  }

  @Test
  void messages_that_cannot_be_delivered_hold_up_no_others() {
    deaf = true;
    change(AlertChange.Kind.RAISED, "w");
    AlertDelivery delivery = delivery();
    delivery.deliverNext("endpoint");
    deaf = false;
    change(AlertChange.Kind.RAISED, "x");
    change(AlertChange.Kind.RECOVERED, "w");
    delivery.deliverNext("endpoint");
    assertThat(delivery.deliverNext("endpoint")).isEmpty();

    now = now.plusSeconds(15);
    delivery.deliverNext("endpoint");
    delivery.deliverNext("endpoint");

    assertThat(arrived).containsExactly("alert.raised x", "alert.raised w", "alert.recovered w");
  }

  @Test
  void messages_for_a_channel_that_is_not_configured_are_given_up_after_a_day() {
    ledger
        .alerts()
        .update(
            "w",
            history ->
                List.of(
                    new AlertChange(
                        AlertChange.Kind.RAISED, "w", AlertRule.FAILED, "r", 1, "message")),
            List.of("mail"));
    assertThat(delivery().giveUpOthers()).isEmpty();

    now = now.plus(Duration.ofDays(1)).plusMillis(1);

    assertThat(delivery().giveUpOthers()).containsExactly("mail");
    assertThat(ledger.alerts().waitingChannels()).isEmpty();
  }
}
