package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.writeback.TestPorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ExchangeRulesTest {
  private static final int CAP = 100_000;
  private static final long MOST_BYTES = 64L << 20;
  private static final RetryPolicy AT_ONCE =
      new RetryPolicy(3, 3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(1));

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  private RawServer server(RawServer.Behaviour behaviour) throws IOException {
    RawServer server = new RawServer(behaviour);
    open.add(0, server);
    return server;
  }

  private Http http(Duration deadline) {
    Http http =
        new Http(
            new HttpLimits(Duration.ofSeconds(5), deadline, Duration.ofSeconds(20), CAP),
            AT_ONCE,
            new Governor());
    open.add(0, http);
    return http;
  }

  /** A client whose deadline no test reaches, admitted to a server. */
  private Http http(RawServer server) {
    Http http = http(Duration.ofSeconds(30));
    http.admit(server.uri("/"), 50, true);
    return http;
  }

  private static HttpRequest get(RawServer server) {
    return HttpRequest.get(server.uri("/thing"), "application/json");
  }

  private static HttpRequest put(RawServer server) {
    return HttpRequest.json("PUT", server.uri("/thing"), "{}".getBytes(StandardCharsets.UTF_8));
  }

  /** One byte after the other, until the client goes away. */
  private static RawServer.Behaviour dripping(String head) {
    return out -> {
      out.write(RawServer.bytes(head));
      Awaitility.await()
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                try {
                  out.write('x');
                  out.flush();
                  return false;
                } catch (IOException gone) {
                  return true;
                }
              });
      throw new IOException("gone");
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Slow: ",
        "HTTP/1.1 503 Busy\r\nContent-Length: 100000\r\n\r\n"
      })
  void an_answer_that_drips_ends_with_the_deadline(String head) throws Exception {
    RawServer server = server(dripping(head));
    Http http = http(Duration.ofMillis(400));
    http.admit(server.uri("/"), 5, true);
    long start = System.nanoTime();
    CallFailure failure = catchThrowableOfType(CallFailure.class, () -> http.once(get(server)));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure).hasMessageContaining("no complete answer within");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nX-Slow: ",
        "HTTP/1.1 500 Broken\r\nContent-Length: 100000\r\n\r\n"
      })
  void a_stream_that_is_no_success_or_has_no_head_ends_with_the_deadline(String head)
      throws Exception {
    RawServer server = server(dripping(head));
    Http http = http(Duration.ofMillis(400));
    http.admit(server.uri("/"), 5, true);
    CallFailure failure =
        catchThrowableOfType(
            CallFailure.class, () -> http.stream(get(server), (answer, body) -> answer.status()));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure).hasMessageContaining("no complete answer within");
  }

  @Test
  void a_stream_that_is_a_success_may_take_longer_than_the_deadline() throws Exception {
    CountDownLatch deadlinePassed = new CountDownLatch(1);
    RawServer server =
        server(
            out -> {
              out.write(RawServer.bytes("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab"));
              out.flush();
              await(deadlinePassed);
              out.write(RawServer.bytes("cd"));
            });
    Http http = http(Duration.ofMillis(200));
    http.admit(server.uri("/"), 5, true);
    long start = System.nanoTime();
    String text =
        http.stream(
            get(server),
            (answer, body) -> {
              String first = new String(body.readNBytes(2), StandardCharsets.UTF_8);
              Awaitility.await()
                  .until(() -> System.nanoTime() - start > Duration.ofMillis(400).toNanos());
              deadlinePassed.countDown();
              return first + new String(body.readAllBytes(), StandardCharsets.UTF_8);
            });

    assertThat(text).isEqualTo("abcd");
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IOException("nothing listens");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Sends until the client goes away or far more than the cap has gone; counts what went. */
  private static RawServer.Behaviour endless(String head, byte[] chunk, AtomicLong sent) {
    return out -> {
      out.write(RawServer.bytes(head));
      while (sent.get() < MOST_BYTES) {
        out.write(chunk);
        sent.addAndGet(chunk.length);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 500})
  void an_answer_that_is_too_large_is_cut_off_at_the_cap(int status) throws Exception {
    AtomicLong sent = new AtomicLong();
    RawServer server =
        server(
            endless(
                "HTTP/1.1 " + status + " Ok\r\nContent-Length: 99999999999\r\n\r\n",
                new byte[8_192],
                sent));
    CallFailure failure =
        catchThrowableOfType(CallFailure.class, () -> http(server).once(get(server)));

    assertThat(failure).hasMessageContaining("larger than http.max-answer-bytes=" + CAP);
    // What the sockets of both sides hold comes on top of what was read.
    assertThat(sent).hasValueLessThan(MOST_BYTES / 2);
  }

  @Test
  void a_stream_that_is_no_success_is_cut_off_at_the_cap() throws Exception {
    AtomicLong sent = new AtomicLong();
    RawServer server =
        server(
            endless(
                "HTTP/1.1 404 No\r\nContent-Length: 99999999999\r\n\r\n", new byte[8_192], sent));
    CallFailure failure =
        catchThrowableOfType(
            CallFailure.class,
            () -> http(server).stream(get(server), (answer, body) -> answer.status()));

    assertThat(failure).hasMessageContaining("larger than http.max-answer-bytes=" + CAP);
    assertThat(sent).hasValueLessThan(MOST_BYTES / 2);
  }

  @Test
  void a_stream_that_is_no_success_comes_whole() throws Exception {
    RawServer server = server(RawServer.text(404, "X-Why: gone\r\n", "no such thing"));
    String seen =
        http(server).stream(
            get(server),
            (answer, body) ->
                answer.status()
                    + answer.header("x-why").orElse("")
                    + answer.text()
                    + body.readAllBytes().length);

    assertThat(seen).isEqualTo("404goneno such thing0");
  }

  @Test
  void a_stream_is_cut_off_when_its_reader_fails() throws Exception {
    AtomicLong sent = new AtomicLong();
    RawServer server =
        server(
            endless(
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", new byte[8_192], sent));

    assertThatThrownBy(
            () ->
                http(server).stream(
                    get(server),
                    (answer, body) -> {
                      assertThat(body.read()).isZero();
                      throw new IllegalStateException("enough");
                    }))
        .hasMessage("enough");
    assertThat(sent).hasValueLessThan(MOST_BYTES / 2);
  }

  @Test
  void a_small_answer_that_inflates_without_end_is_cut_off_at_the_cap() throws Exception {
    byte[] bomb = gzip(new byte[20_000_000]);
    RawServer server =
        server(
            out -> {
              out.write(
                  RawServer.bytes(
                      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                          + bomb.length
                          + "\r\n\r\n"));
              out.write(bomb);
            });

    assertThat(bomb.length).as("bytes on the wire").isLessThan(CAP);
    assertThatThrownBy(() -> http(server).once(get(server)))
        .isInstanceOf(CallFailure.class)
        .hasMessageContaining("larger than http.max-answer-bytes=" + CAP);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void a_compressed_answer_is_inflated() throws Exception {
    byte[] zipped = gzip("{\"data\":[]}".getBytes(StandardCharsets.UTF_8));
    RawServer server =
        server(
            out -> {
              out.write(
                  RawServer.bytes(
                      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                          + "Content-Encoding: gzip\r\nContent-Length: "
                          + zipped.length
                          + "\r\n\r\n"));
              out.write(zipped);
            });
    HttpAnswer answer = http(server).once(get(server));

    assertThat(answer.text()).isEqualTo("{\"data\":[]}");
    assertThat(answer.mediaType()).isEqualTo("application/json");
  }

  @Test
  void an_answer_that_only_claims_to_be_compressed_proves_nothing() throws Exception {
    RawServer server = server(RawServer.text(200, "Content-Encoding: gzip\r\n", "not compressed"));
    CallFailure failure =
        catchThrowableOfType(CallFailure.class, () -> http(server).once(get(server)));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void an_answer_that_breaks_off_proves_nothing() throws Exception {
    RawServer server =
        server(
            out -> {
              out.write(RawServer.bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
              out.close();
            });
    CallFailure failure =
        catchThrowableOfType(CallFailure.class, () -> http(server).once(get(server)));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_is_not_followed(int status) throws Exception {
    RawServer elsewhere = server(RawServer.text(200, "", "stolen"));
    RawServer server =
        server(RawServer.text(status, "Location: " + elsewhere.uri("/login") + "\r\n", ""));
    Http http = http(server);
    http.admit(elsewhere.uri("/"), 5, true);
    HttpAnswer answer = http.once(put(server).withHeader("apiKey", "a secret"));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(Outcome.of(answer.status())).isEqualTo(Outcome.MISDIRECTED);
    assertThat(elsewhere.connections()).isZero();
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void no_answer_is_tried_again_by_the_client_itself(int status) throws Exception {
    RawServer server = server(RawServer.text(status, "Retry-After: 0\r\n", ""));
    HttpAnswer answer = http(server).once(put(server));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(server.requests()).hasSize(1);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void a_dropped_connection_is_not_tried_again_by_the_client_itself() throws Exception {
    RawServer server = server(OutputStream::close);
    CallFailure failure =
        catchThrowableOfType(CallFailure.class, () -> http(server).once(get(server)));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(server.requests()).hasSize(1);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void who_is_patient_tries_as_often_as_the_policy_says() throws Exception {
    RawServer server = server(RawServer.text(503, "", "busy"));

    assertThatThrownBy(() -> http(server).patiently(get(server)))
        .isInstanceOf(CallFailure.class)
        .hasMessageContaining("answered 503: busy");
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void who_is_patient_does_not_try_again_what_is_refused() throws Exception {
    RawServer server = server(RawServer.text(422, "", "no"));

    assertThat(http(server).patiently(get(server)).status()).isEqualTo(422);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void calls_share_a_connection_and_each_is_one_request() throws Exception {
    RawServer server = server(RawServer.text(200, "", "ok"));
    Http http = http(server);
    for (int i = 0; i < 5; i++) {
      http.once(put(server));
    }

    assertThat(server.requests()).hasSize(5);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void a_connection_that_the_server_closed_while_it_was_idle_is_not_used() throws Exception {
    AtomicInteger closed = new AtomicInteger();
    RawServer server =
        server(
            out -> {
              RawServer.text(200, "", "ok").answer(out);
              out.close();
              closed.incrementAndGet();
            });
    Http http = http(server);
    http.once(put(server));
    Awaitility.await().untilAtomic(closed, org.hamcrest.Matchers.is(1));

    assertThat(http.once(put(server)).status()).isEqualTo(200);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void cookies_are_not_kept() throws Exception {
    RawServer server = server(RawServer.text(200, "Set-Cookie: session=of-one-user\r\n", "ok"));
    Http http = http(server);
    http.once(get(server));
    http.once(get(server));

    assertThat(server.requests()).hasSize(2).noneMatch(head -> head.contains("of-one-user"));
  }

  @Test
  void a_private_address_that_no_account_allows_is_not_connected_to() throws Exception {
    RawServer server = server(RawServer.text(200, "", "ok"));
    Http http = http(Duration.ofSeconds(5));
    CallFailure failure = catchThrowableOfType(CallFailure.class, () -> http.once(get(server)));

    assertThat(failure.outcome()).isEqualTo(Outcome.MISDIRECTED);
    assertThat(failure).hasMessageContaining("allow-private=true");
    assertThat(server.connections()).isZero();
  }

  @Test
  void a_connection_that_is_refused_never_reached_the_other_side() throws Exception {
    URI unused = URI.create("http://127.0.0.1:" + TestPorts.unused());
    Http http = http(Duration.ofSeconds(30));
    http.admit(unused, 1, true);
    CallFailure failure =
        catchThrowableOfType(
            CallFailure.class, () -> http.once(HttpRequest.get(unused, "text/plain")));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNREACHED);
  }

  @Test
  void a_connection_that_is_not_taken_in_time_never_reached_the_other_side() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Nothing accepts connections: once the queue is full, the next one gets no response.
      for (int i = 0; i < 8; i++) {
        SocketChannel waiting = SocketChannel.open();
        open.add(waiting);
        waiting.configureBlocking(false);
        waiting.connect(full.getLocalSocketAddress());
      }
      URI silent = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/");
      Http http =
          new Http(
              new HttpLimits(
                  Duration.ofMillis(300), Duration.ofSeconds(30), Duration.ofSeconds(20), CAP),
              AT_ONCE,
              new Governor());
      open.add(0, http);
      http.admit(silent, 1, true);
      CallFailure failure =
          catchThrowableOfType(
              CallFailure.class, () -> http.once(HttpRequest.get(silent, "text/plain")));

      assertThat(failure.outcome()).isEqualTo(Outcome.UNREACHED);
    }
  }

  @Test
  void a_server_without_tls_on_an_https_address_is_a_mistake_of_the_configuration()
      throws Exception {
    Http http = http(Duration.ofSeconds(30));
    http.admit(URI.create("https://127.0.0.1"), 1, true);
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("https://127.0.0.1:" + listener.getLocalPort() + "/");
      Thread answering =
          new Thread(
              () -> {
                try (Socket socket = listener.accept();
                    InputStream in = socket.getInputStream()) {
                  if (in.read() >= 0) {
                    socket.getOutputStream().write(RawServer.bytes("HTTP/1.1 400 Bad\r\n\r\n"));
                    socket.getOutputStream().flush();
                    in.readAllBytes();
                  }
                } catch (IOException e) {
                  // The client went away.
                }
              });
      answering.setDaemon(true);
      answering.start();
      CallFailure failure =
          catchThrowableOfType(
              CallFailure.class, () -> http.once(HttpRequest.get(address, "text/plain")));

      assertThat(failure.outcome()).isEqualTo(Outcome.MISDIRECTED);
    }
  }

  @Test
  void no_more_requests_are_in_flight_than_the_host_takes() throws Exception {
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(4);
    RawServer server =
        server(
            out -> {
              most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
              full.countDown();
              await(full);
              inFlight.decrementAndGet();
              RawServer.text(200, "", "ok").answer(out);
            });
    Http http = http(Duration.ofSeconds(30));
    http.admit(server.uri("/"), 4, true);
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      List<Future<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        calls.add(threads.submit(() -> http.once(put(server)).status()));
      }
      for (Future<Integer> call : calls) {
        assertThat(call.get()).isEqualTo(200);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(most).hasValue(4);
    assertThat(server.requests()).hasSize(200);
  }

  @Test
  void a_place_is_given_back_also_when_a_call_fails() throws Exception {
    RawServer server = server(OutputStream::close);
    Http http = http(Duration.ofSeconds(30));
    http.admit(server.uri("/"), 1, true);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> http.once(get(server))).isInstanceOf(CallFailure.class);
    }

    assertThat(server.requests()).hasSize(3);
  }
}
