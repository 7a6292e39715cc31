package io.writeback.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.config.Secret;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import io.writeback.dataset.domo.DomoAccount;
import io.writeback.dataset.domo.DomoClient;
import io.writeback.dataset.domo.DomoStreams;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.RetryPolicy;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.ResultDelivery;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.sandbox.domo.Domo;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.http.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries to the sandbox's Domo, which is asked without waiting between. */
final class DomoResultsTest {
  private static final Schema SCHEMA = new Schema(List.of(new Column("run", ColumnType.STRING)));
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir Path folder;
  private final Faults faults = new Faults();
  private final Http http = new Http(HttpLimits.STANDARD, RetryPolicy.STANDARD, new Governor());
  private final List<Duration> waited = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-25T02:00:00Z");
  private Domo domo;
  private Ledger ledger;
  private DomoStreams streams;

  @BeforeEach
  void start() throws IOException {
    domo = Domo.start(0, null, Duration.ofHours(1), faults);
    http.admit(domo.url(), 8, true);
    streams =
        new DomoStreams(
            new DomoClient(
                new DomoAccount(
                    "domo", domo.url(), Domo.CLIENT_ID, Secret.of(Domo.CLIENT_SECRET), 8, true),
                http,
                InstantSource.system()));
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), () -> now);
    ledger.results().deliver("w", "domo:R", "domo");
    ledger.requests().accept(RunRequest.of("r1", "key", "w"));
    long epoch = ledger.history().find("r1").orElseThrow().epoch();
    ledger.runs().end("r1", epoch, RunState.FAILED, Code.DESTINATION_LOGIN, "reason");
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
    http.close();
    domo.close();
  }

  /** Tries the delivery of the rows as often as it is due by now, and once at least. */
  private void deliver(Predicate<Duration> wait) throws IOException {
    ResultDelivery due =
        ledger.results().of("r1").stream()
            .filter(one -> one.kind().equals(ResultDelivery.ROWS))
            .findFirst()
            .orElseThrow();
    assertThat(ledger.results().claim(due, Duration.ZERO)).isTrue();
    new DomoResults(ledger.results(), streams, 1 << 20, wait)
        .deliver(new ResultLines(due.claimed(), SCHEMA, each -> each.accept(List.of("r1"))));
  }

  private boolean passes(Duration time) {
    waited.add(time);
    return true;
  }

  private List<String> rows() throws IOException {
    return domo.csv("R rows").orElseThrow().lines().skip(1).toList();
  }

  @Test
  void a_commit_that_is_still_active_is_asked_about_until_its_rows_are_there() throws IOException {
    domo.appendTakes(NEVER);

    deliver(
        time -> {
          if (waited.size() == 3) {
            domo.appendTakes(Duration.ZERO);
          }
          return passes(time);
        });

    assertThat(waited)
        .containsExactly(
            Duration.ofMillis(200),
            Duration.ofMillis(400),
            Duration.ofMillis(800),
            Duration.ofMillis(1600));
    assertThat(rows()).containsExactly("r1");
  }

  @Test
  void one_that_stays_active_is_not_delivered_and_asked_about_the_next_time() throws IOException {
    domo.appendTakes(NEVER);

    assertThatThrownBy(() -> deliver(this::passes))
        .hasMessageContaining("Domo has not appended execution 1 of stream 1 yet: it is asked");
    assertThat(waited.stream().mapToLong(Duration::toMillis).sum()).isEqualTo(6200);
    assertThat(rows()).isEmpty();
    domo.appendTakes(Duration.ZERO);
    deliver(this::passes);

    assertThat(rows()).containsExactly("r1");
  }

  @Test
  void a_commit_that_domo_has_accepted_is_never_asked_for_again() throws IOException {
    domo.appendTakes(NEVER);
    assertThatThrownBy(() -> deliver(this::passes)).hasMessageContaining("has not appended");
    now = now.plus(Duration.ofDays(2));
    faults.add(Fault.answer(500, "committed twice").onService("domo").onPath("/commit").times(100));

    assertThatThrownBy(() -> deliver(this::passes)).hasMessageContaining("has not appended");
    assertThat(rows()).isEmpty();
  }

  @Test
  void an_execution_that_fails_after_its_commit_is_repeated_as_another() throws IOException {
    domo.appendTakes(Duration.ZERO);
    domo.appendFails(true);

    assertThatThrownBy(() -> deliver(this::passes))
        .hasMessageContaining("Domo could not append execution 1 of stream 1");
    domo.appendFails(false);
    deliver(this::passes);

    assertThat(rows()).containsExactly("r1");
    assertThat(ledger.results().of("r1").get(0).execution()).isEqualTo(2);
  }

  @Test
  void one_that_fails_later_is_repeated_too() throws IOException {
    domo.appendTakes(NEVER);
    assertThatThrownBy(() -> deliver(this::passes)).hasMessageContaining("has not appended");
    domo.appendFails(true);
    domo.appendTakes(Duration.ZERO);
    assertThatThrownBy(() -> deliver(this::passes)).hasMessageContaining("could not append");
    domo.appendFails(false);

    deliver(this::passes);

    assertThat(rows()).containsExactly("r1");
  }

  @Test
  void a_process_that_ends_waits_no_longer() {
    domo.appendTakes(NEVER);

    assertThatThrownBy(() -> deliver(time -> !passes(time))).hasMessageContaining("not appended");
    assertThat(waited).hasSize(1);
  }
}
