package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.limit.HostShare;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Two runs on one host, through the process's one gate for it. */
class SharedHostTest {
  private static final int CEILING = 5;
  private static final int REQUESTS = 150;
  private static final HostShare ONE = new HostShare(1, 1, 1, 0, 0, Duration.ZERO);

  @Test
  void two_runs_on_one_host_together_never_have_more_in_flight_than_it_is_given_and_none_starves()
      throws Exception {
    SandboxSettings settings =
        SandboxSettings.onFreePorts().withDemoObjects(false).withLatency(Duration.ofMillis(20));
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Sandbox sandbox = Sandbox.start(settings);
        Http http = new Http(HttpLimits.STANDARD, RetryPolicy.STANDARD, new Governor())) {
      // The larger ceiling of a second account does not widen the first.
      http.admit(sandbox.workfrontUrl(), CEILING, true);
      http.admit(sandbox.workfrontUrl(), 32, true);
      HttpRequest request =
          HttpRequest.get(URI.create(sandbox.workfrontUrl() + "/attask/api/v20.0/info"), "*/*");
      AtomicInteger large = new AtomicInteger();
      AtomicInteger small = new AtomicInteger();
      AtomicInteger largeWhenSmallWasDone = new AtomicInteger();

      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        all.add(threads.submit(() -> send(http, request, large, REQUESTS)));
      }
      for (int i = 0; i < 4; i++) {
        all.add(
            threads.submit(
                () -> {
                  send(http, request, small, REQUESTS / 5);
                  largeWhenSmallWasDone.compareAndSet(0, large.get());
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }

      assertThat(sandbox.stats().highestInFlight()).isEqualTo(CEILING);
      assertThat(sandbox.stats().byStatus()).containsOnlyKeys("200");
      assertThat(largeWhenSmallWasDone.get()).isLessThan(REQUESTS);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_request_whose_place_is_another_processs_by_the_time_it_would_leave_waits_for_a_new_one()
      throws Exception {
    AtomicLong now = new AtomicLong();
    Governor governor = new Governor(now::get);
    governor.divide();
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch parts = new CountDownLatch(1);
    try (RawServer server = new RawServer(RawServer.text(200, "", "{}"));
        Http http = new Http(HttpLimits.STANDARD, RetryPolicy.STANDARD, governor)) {
      http.admit(server.uri("/"), 1, true);
      HttpRequest frozen =
          HttpRequest.get(server.uri("/thing"), "*/*")
              .guarded(
                  () -> {
                    if (begun.getAndIncrement() == 0) {
                      awaitEnd(parts);
                      // As if the process was frozen for longer than its part is good.
                      now.addAndGet(Duration.ofMinutes(1).toNanos());
                    }
                  });

      CompletableFuture<HttpAnswer> answer = CompletableFuture.supplyAsync(() -> http.once(frozen));
      await().until(() -> asks(governor) && begun.get() == 1);
      parts.countDown();
      await().until(() -> governor.states().get(0).waiting() == 1);
      assertThat(server.requests()).as("what left with an old place").isEmpty();
      await().until(() -> asks(governor) && answer.isDone());

      assertThat(answer.get().status()).isEqualTo(200);
      assertThat(begun).hasValue(2);
      assertThat(server.requests()).hasSize(1);
    }
  }

  private static boolean asks(Governor governor) throws InterruptedException {
    governor.ask(Duration.ofMillis(10), Duration.ofSeconds(15), use -> ONE);
    return true;
  }

  private static void awaitEnd(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Void send(Http http, HttpRequest request, AtomicInteger sent, int most) {
    while (sent.getAndIncrement() < most) {
      assertThat(http.once(request).status()).isEqualTo(200);
    }
    return null;
  }
}
