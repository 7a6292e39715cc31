package io.writeback.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.writeback.api.Site;
import io.writeback.console.ConsoleSettings.Role;
import io.writeback.console.LivePage.Look;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What those who follow a run are sent, and when it ends. */
@Timeout(60)
final class LivePageTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger looks = new AtomicInteger();
  private HttpServer server;
  private volatile Look look = new Look("heading", "body", "now", false);
  private volatile RuntimeException refused;
  private volatile boolean admitted = true;

  private final class Host implements Site.Host {
    @Override
    public Vertx vertx() {
      return vertx;
    }

    @Override
    public void brought(RoutingContext request) {}

    @Override
    public <T> Future<T> work(Callable<T> work) {
      return refused == null ? vertx.executeBlocking(work) : Future.failedFuture(refused);
    }

    @Override
    public boolean keep(RoutingContext request) {
      return true;
    }
  }

  @BeforeEach
  void listen() throws Exception {
    LivePage live =
        new LivePage(
            new Host(),
            (run, role) -> {
              looks.incrementAndGet();
              return look;
            });
    Router router = Router.router(vertx);
    router.get().handler(request -> live.follow(request, "run", Role.VIEWER, () -> admitted));
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  /** Someone who follows. */
  private final class Viewer implements AutoCloseable {
    private final Socket socket = new Socket("127.0.0.1", server.actualPort());
    private final StringBuffer text = new StringBuffer();
    private final Thread reader = new Thread(this::read);

    Viewer() throws Exception {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      reader.start();
    }

    private void read() {
      byte[] bytes = new byte[4_096];
      try {
        for (int n = 0; n >= 0; n = socket.getInputStream().read(bytes)) {
          text.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
        }
      } catch (java.io.IOException e) {
        // It was cut.
      }
    }

    void waitFor(String part) {
      await().untilAsserted(() -> assertThat(text.toString()).contains(part));
    }

    int times(String part) {
      return text.toString().split(part, -1).length - 1;
    }

    void join() throws Exception {
      reader.join(20_000);
      assertThat(reader.isAlive()).isFalse();
    }

    @Override
    public void close() throws Exception {
      socket.close();
    }
  }

  @Test
  void only_the_parts_that_changed_are_sent_again() throws Exception {
    try (Viewer viewer = new Viewer()) {
      viewer.waitFor("data: now");
      look = new Look("heading", "more", "later", false);
      viewer.waitFor("data: later");

      assertThat(viewer.times("event: head")).isEqualTo(1);
      assertThat(viewer.times("event: run")).isEqualTo(2);

      look = new Look("heading", "more", "end", true);
      viewer.join();
      assertThat(viewer.times("event: run")).isEqualTo(2);
      assertThat(viewer.text.toString()).contains("event: end");
    }
  }

  @Test
  void all_who_follow_a_run_share_one_look() throws Exception {
    try (Viewer first = new Viewer();
        Viewer second = new Viewer();
        Viewer third = new Viewer()) {
      first.waitFor("data: now");
      second.waitFor("data: now");
      third.waitFor("data: now");
      int before = looks.get();
      look = new Look("heading", "body", "over", true);
      first.join();
      second.join();
      third.join();

      assertThat(looks.get() - before).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void a_look_is_skipped_while_the_console_is_busy() throws Exception {
    refused = new Site.Busy();
    try (Viewer viewer = new Viewer()) {
      viewer.waitFor("retry: 2000");
      vertx.setTimer(1_500, passed -> refused = null);

      viewer.waitFor("data: body");
      assertThat(viewer.text.toString()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void a_look_that_fails_cuts_the_stream_so_that_the_browser_says_so() throws Exception {
    try (Viewer viewer = new Viewer()) {
      viewer.waitFor("data: now");
      refused = new IllegalStateException("no ledger");

      viewer.join();
      assertThat(viewer.text.toString()).doesNotContain("event: end");
    }
  }

  @Test
  void it_ends_for_a_visitor_who_has_logged_out() throws Exception {
    try (Viewer viewer = new Viewer()) {
      viewer.waitFor("data: now");
      admitted = false;

      viewer.join();
      assertThat(viewer.text.toString()).contains("event: end");
    }
  }

  @Test
  void nobody_looks_when_nobody_follows() throws Exception {
    try (Viewer viewer = new Viewer()) {
      viewer.waitFor("data: now");
    }
    AtomicInteger seen = new AtomicInteger(-1);

    await()
        .pollInterval(java.time.Duration.ofMillis(2_500))
        .until(() -> seen.getAndSet(looks.get()) == looks.get());
  }
}
