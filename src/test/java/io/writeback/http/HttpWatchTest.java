package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.writeback.TestPorts;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an observer of requests is told. */
@Timeout(60)
final class HttpWatchTest {
  private static final RetryPolicy AT_ONCE =
      new RetryPolicy(3, 3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(1));

  private final AtomicLong clock = new AtomicLong();
  private final Governor governor = new Governor(clock::get);
  private final Http http = new Http(HttpLimits.STANDARD, AT_ONCE, governor);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(http));
  private final List<String> told = new CopyOnWriteArrayList<>();

  HttpWatchTest() {
    http.watch(
        new HttpWatch() {
          @Override
          public void answered(String server, int status, long nanos) {
            assertThat(nanos).isPositive();
            told.add("answered " + server + " " + status);
          }

          @Override
          public void failed(String server, Outcome outcome) {
            told.add("failed " + server + " " + outcome);
          }

          @Override
          public void retried(String server) {
            told.add("retried " + server);
          }
        });
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  private URI server(RawServer.Behaviour behaviour) throws IOException {
    RawServer server = new RawServer(behaviour);
    open.add(0, server);
    http.admit(server.uri("/"), 5, true);
    return server.uri("/thing");
  }

  private static HttpRequest get(URI uri) {
    return HttpRequest.get(uri, "application/json");
  }

  @Test
  void an_answer_is_reported_with_its_host_and_status() throws Exception {
    URI uri = server(RawServer.text(404, "", "no"));

    http.once(get(uri));

    assertThat(told).containsExactly("answered " + uri.getAuthority() + " 404");
  }

  @Test
  void a_streamed_answer_is_reported_once() throws Exception {
    URI uri = server(RawServer.text(200, "", "rows"));

    http.stream(get(uri), (head, body) -> body.readAllBytes());

    assertThat(told).containsExactly("answered " + uri.getAuthority() + " 200");
  }

  @Test
  void each_try_and_each_repetition_are_reported() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    URI uri =
        server(
            out -> RawServer.text(tries.incrementAndGet() == 1 ? 429 : 200, "", "ok").answer(out));

    http.patiently(get(uri));

    String host = uri.getAuthority();
    assertThat(told)
        .containsExactly(
            "answered " + host + " 429", "retried " + host, "answered " + host + " 200");
  }

  @Test
  void a_lost_answer_is_a_failure() throws Exception {
    URI uri =
        server(
            out -> {
              throw new IOException("gone");
            });

    assertThatThrownBy(() -> http.once(get(uri))).isInstanceOf(CallFailure.class);

    assertThat(told).containsExactly("failed " + uri.getAuthority() + " UNKNOWN");
  }

  @Test
  void a_server_that_is_down_is_a_failure() {
    URI uri = URI.create("http://127.0.0.1:" + TestPorts.unused());
    http.admit(uri, 5, true);

    assertThatThrownBy(() -> http.once(get(uri))).isInstanceOf(CallFailure.class);

    assertThat(told).containsExactly("failed " + uri.getAuthority() + " UNREACHED");
  }

  @Test
  void a_request_that_is_not_sent_as_its_host_asked_for_time_is_a_failure() throws Exception {
    URI uri = server(RawServer.text(429, "Retry-After: 60\r\n", ""));
    http.once(get(uri));

    assertThatThrownBy(() -> http.once(get(uri))).isInstanceOf(CallFailure.class);

    String host = uri.getAuthority();
    assertThat(told).containsExactly("answered " + host + " 429", "failed " + host + " THROTTLED");
  }

  @Test
  void the_state_of_a_host_is_what_its_answers_have_taught() throws Exception {
    URI uri = server(RawServer.text(429, "Retry-After: 60\r\n", ""));
    String host = uri.getAuthority();
    assertThat(http.hosts()).containsExactly(new HostState(host, 4, 5, 0, 0, Duration.ZERO));

    http.once(get(uri));

    assertThat(http.hosts())
        .containsExactly(new HostState(host, 1, 5, 0, 0, Duration.ofSeconds(60)));
    clock.addAndGet(Duration.ofSeconds(45).toNanos());
    assertThat(http.hosts().get(0).throttledFor()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void requests_in_flight_and_those_that_wait_are_in_the_state() throws Exception {
    governor.limit("host:443", 1);
    Gate.Place place = governor.enter("host:443", true).orElseThrow();
    Thread waits =
        new Thread(
            () -> {
              try {
                governor.enter("host:443", true);
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    waits.start();
    await().until(() -> waits.getState() == Thread.State.WAITING);

    HostState state = governor.states().get(0);

    place.answered();
    waits.join();
    assertThat(state).isEqualTo(new HostState("host:443", 1, 1, 1, 1, Duration.ZERO));
  }
}
