package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits, and what goes wrong on purpose. */
class LoadAndFaultsTest {
  private static final String P1 = Wire.id("project-1");
  private Sandbox sandbox;
  private Wire wire;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts());
    wire = new Wire(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void more_than_ten_requests_at_once_get_429_without_retry_after() {
    set("{\"latencyMillis\":400}");

    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      calls.add(
          wire.http()
              .sendAsync(wire.workfrontRequest("proj/" + P1).build(), BodyHandlers.ofString()));
    }
    List<HttpResponse<String>> answers = calls.stream().map(CompletableFuture::join).toList();

    assertThat(answers).filteredOn(a -> a.statusCode() == 200).hasSize(10);
    assertThat(answers)
        .filteredOn(a -> a.statusCode() == 429)
        .hasSize(2)
        .allSatisfy(
            a -> {
              assertThat(a.body()).contains("Too many concurrent API requests");
              assertThat(a.headers().firstValue("Retry-After")).isEmpty();
            });
    assertThat(sandbox.stats().byStatus()).containsEntry("429", 2L);
    assertThat(sandbox.stats().highestInFlight()).isBetween(11, 12);
  }

  @Test
  void a_uri_over_8892_bytes_is_refused_without_json() {
    String longest = "a".repeat(9000);

    Wire.Answer answer = wire.workfront("PUT", "proj/" + P1 + "?name=" + longest);

    assertThat(answer.status()).isEqualTo(414);
    assertThat(answer.body()).startsWith("<HTML>");
    assertThat(wire.workfront("PUT", "proj/" + P1, Wire.FORM, "name=" + longest).status())
        .isEqualTo(200);
  }

  @Test
  void a_fault_strikes_the_nth_matching_request_only() {
    sandbox.faults().add(Fault.answer(503, "").onMethod("PUT").onPath("/proj").nth(2));

    assertThat(put().status()).isEqualTo(200);
    assertThat(wire.workfront("GET", "proj/" + P1).status()).isEqualTo(200);
    assertThat(put().status()).isEqualTo(503);
    assertThat(put().status()).isEqualTo(200);
  }

  @Test
  void a_connection_that_closes_before_the_commit_writes_nothing() {
    sandbox.faults().add(Fault.of(Fault.Kind.CLOSE_BEFORE_COMMIT));

    assertThatThrownBy(this::put).isInstanceOf(UncheckedIOException.class);
    assertThat(name()).isEqualTo("Project 1");
  }

  @Test
  void a_connection_that_closes_after_the_commit_has_written() {
    sandbox.faults().add(Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT));

    assertThatThrownBy(this::put).isInstanceOf(UncheckedIOException.class);
    assertThat(name()).isEqualTo("new");
    assertThat(sandbox.stats().byStatus()).containsEntry("dropped", 1L);
  }

  @Test
  void an_answer_may_be_a_page_for_people() {
    sandbox.faults().add(Fault.html());

    Wire.Answer answer = put();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.raw().headers().firstValue("Content-Type"))
        .hasValueSatisfying(t -> assertThat(t).startsWith("text/html"));
    assertThat(name()).isEqualTo("Project 1");
  }

  @Test
  void an_answer_may_end_in_the_middle_of_its_json() {
    sandbox.faults().add(Fault.of(Fault.Kind.TRUNCATED_ANSWER));

    Wire.Answer answer = put();

    assertThat(answer.status()).isEqualTo(200);
    assertThatThrownBy(answer::json).isInstanceOf(UncheckedIOException.class);
    assertThat(name()).isEqualTo("new");
  }

  @Test
  void faults_come_over_http_too() {
    admin(
        "/sandbox/faults",
        "{\"kind\":\"answer\",\"commit\":\"after\",\"status\":502,\"body\":\"<html>\",\"headers\":{\"Retry-After\":\"1\"}}");

    Wire.Answer answer = put();

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.raw().headers().firstValue("Retry-After")).contains("1");
    assertThat(name()).isEqualTo("new");
  }

  @Test
  void settings_change_at_run_time() {
    set("{\"failureMode\":\"all-or-nothing\",\"concurrencyLimit\":3,\"moneyAsText\":true}");

    assertThat(sandbox.workfront().knobs().concurrencyLimit()).isEqualTo(3);
    assertThat(
            wire.workfront("GET", "proj/" + P1 + "?fields=budget").data().get("budget").isTextual())
        .isTrue();
    assertThat(admin("/sandbox/settings", "{\"nope\":1}").status()).isEqualTo(400);
  }

  @Test
  void objects_are_put_and_read_through_the_admin_endpoints() {
    String id = Wire.id("mine");
    admin(
        "/sandbox/objects/PROJ",
        "[{\"ID\":\"" + id + "\",\"name\":\"mine\",\"percentComplete\":5}]");

    Wire.Answer answer = wire.send(wire.anonymous("/sandbox/objects/PROJ/" + id));

    assertThat(answer.json().get("percentComplete").asInt()).isEqualTo(5);
    assertThat(wire.workfront("GET", "proj/" + id).data().get("name").asText()).isEqualTo("mine");
  }

  @Test
  void stats_count_and_start_again() {
    put();
    assertThat(
            wire.send(wire.anonymous("/sandbox/stats?ids=true"))
                .json()
                .at("/writesPerId/" + P1)
                .asInt())
        .isEqualTo(1);

    admin("/sandbox/stats/reset", "");

    assertThat(wire.send(wire.anonymous("/sandbox/stats")).json().get("requests").asInt()).isZero();
  }

  @Test
  void a_request_that_is_held_is_in_flight() {
    set("{\"concurrencyLimit\":1}");
    sandbox.faults().add(Fault.delay(Duration.ofSeconds(2)));
    var held =
        wire.http()
            .sendAsync(wire.workfrontRequest("proj/" + P1).build(), BodyHandlers.discarding());

    await().until(() -> sandbox.faults().left() == 0);
    assertThat(wire.workfront("GET", "proj/" + P1).status()).isEqualTo(429);
    assertThat(held.join().statusCode()).isEqualTo(200);
  }

  private Wire.Answer put() {
    return wire.workfront("PUT", "proj/" + P1, Wire.JSON, "{\"name\":\"new\"}");
  }

  private String name() {
    return sandbox.object("PROJ", P1).orElseThrow().get("name").asText();
  }

  private void set(String json) {
    assertThat(admin("/sandbox/settings", json).status()).isEqualTo(200);
  }

  private Wire.Answer admin(String path, String json) {
    return wire.send(
        wire.anonymous(path).POST(java.net.http.HttpRequest.BodyPublishers.ofString(json)));
  }
}
