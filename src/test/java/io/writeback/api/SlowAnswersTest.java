package io.writeback.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.web.RoutingContext;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time of a connection is that to bring a request; an answer may take longer. */
@Timeout(60)
final class SlowAnswersTest {
  private static final String GET = "GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n";

  /** Each answers after three times as long as a request may take. */
  private static SiteServer server(ConnectionBudget.Limits limits) {
    return new SiteServer(
        limits,
        (router, host) -> {
          router.get("/timer").handler(request -> later(host, request));
          router
              .get("/stream")
              .handler(
                  request -> {
                    host.keep(request);
                    request.response().setChunked(true).write("first");
                    later(host, request);
                  });
        });
  }

  private static void later(Site.Host host, RoutingContext request) {
    host.vertx().setTimer(1_200, passed -> request.response().end("late"));
  }

  @Test
  void a_slow_answer_is_not_cut_and_its_connection_has_to_bring_the_next_request_in_time()
      throws Exception {
    try (SiteServer server = server(SiteServer.SHORT);
        Socket socket = server.open()) {
      SiteServer.send(socket, GET.formatted("timer"));

      assertThat(SiteServer.rest(socket)).startsWith("HTTP/1.1 200").endsWith("late");
    }
  }

  @Test
  void a_stream_outlives_other_answers_and_its_connection_counts_again_afterwards()
      throws Exception {
    try (SiteServer server =
            server(
                new ConnectionBudget.Limits(
                    Duration.ofMillis(400), Duration.ofMillis(400), Duration.ofSeconds(60)));
        Socket socket = server.open()) {
      SiteServer.send(socket, GET.formatted("stream"));

      assertThat(SiteServer.rest(socket)).contains("first", "late").endsWith("0\r\n\r\n");
    }
  }

  @Test
  void a_form_that_does_not_come_to_its_end_is_cut_off() throws Exception {
    try (SiteServer server =
            new SiteServer(
                SiteServer.SHORT,
                (router, host) ->
                    router
                        .post("/form")
                        .handler(
                            request ->
                                request
                                    .request()
                                    .body()
                                    .onSuccess(body -> request.response().end("whole"))));
        Socket socket = server.open()) {
      SiteServer.send(
          socket, "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");

      assertThat(SiteServer.rest(socket)).isEmpty();
    }
  }

  @Test
  void an_answer_that_never_comes_ends_the_connection() throws Exception {
    try (SiteServer server =
            new SiteServer(
                new ConnectionBudget.Limits(
                    Duration.ofMillis(400), Duration.ofMillis(800), Duration.ofSeconds(60)),
                (router, host) -> router.get("/never").handler(request -> {}));
        Socket socket = server.open()) {
      SiteServer.send(socket, GET.formatted("never"));

      assertThat(SiteServer.rest(socket)).isEmpty();
    }
  }

  @Test
  void work_beyond_the_limit_is_refused_and_not_begun() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (SiteServer server =
        new SiteServer(
            SiteServer.SHORT,
            (router, host) ->
                router
                    .get("/work")
                    .handler(
                        request ->
                            host.work(() -> done.await(30, TimeUnit.SECONDS))
                                .onSuccess(ended -> request.response().end("done"))
                                .onFailure(
                                    failed ->
                                        request
                                            .response()
                                            .end(failed.getClass().getSimpleName()))))) {
      Socket[] others = new Socket[Workers.MOST_IN_HAND];
      for (int i = 0; i < others.length; i++) {
        others[i] = server.open();
        SiteServer.send(others[i], GET.formatted("work"));
      }
      try (Socket socket = server.open()) {
        SiteServer.send(socket, GET.formatted("work"));
        assertThat(SiteServer.rest(socket)).endsWith("Busy");
      }
      done.countDown();
      for (Socket other : others) {
        assertThat(SiteServer.rest(other)).endsWith("done");
        other.close();
      }
    }
  }
}
