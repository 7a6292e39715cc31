package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two runs on one host, through the process's one gate for it. */
class SharedHostTest {
  private static final int CEILING = 5;
  private static final int REQUESTS = 150;

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

  private static Void send(Http http, HttpRequest request, AtomicInteger sent, int most) {
    while (sent.getAndIncrement() < most) {
      assertThat(http.once(request).status()).isEqualTo(200);
    }
    return null;
  }
}
