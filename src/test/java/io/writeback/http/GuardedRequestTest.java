package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request that a guard may stop until its first byte has been sent. */
@Timeout(60)
final class GuardedRequestTest {
  private final CountDownLatch served = new CountDownLatch(1);
  private RawServer server;
  private Http http;

  /** A host that takes one request at a time. */
  private void start(RawServer.Behaviour behaviour, Duration deadline) throws IOException {
    server = new RawServer(behaviour);
    http =
        new Http(
            new HttpLimits(Duration.ofSeconds(5), deadline, Duration.ofSeconds(20), 1 << 20),
            RetryPolicy.STANDARD,
            new Governor());
    http.admit(server.uri("/"), 1, true);
  }

  @AfterEach
  void stop() throws IOException {
    served.countDown();
    server.close();
    http.close();
  }

  private HttpRequest put(String path) {
    return HttpRequest.json("PUT", server.uri(path), "{}".getBytes(StandardCharsets.UTF_8));
  }

  private int leased() {
    return ((PoolingHttpClientConnectionManager) http.connections()).getTotalStats().getLeased();
  }

  @Test
  void what_changes_while_it_waits_for_its_place_keeps_it_here() throws Exception {
    RawServer.Behaviour ok = RawServer.text(200, "", "{}");
    start(
        out -> {
          try {
            assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          ok.answer(out);
        },
        Duration.ofSeconds(30));
    AtomicBoolean lost = new AtomicBoolean();
    HttpRequest guarded =
        put("/second")
            .guarded(
                () -> {
                  if (lost.get()) {
                    throw new WritebackException(Code.TARGET_LOST, "not ours any more");
                  }
                });

    CompletableFuture<HttpAnswer> first =
        CompletableFuture.supplyAsync(() -> http.once(put("/first")));
    await().until(() -> server.requests().size() == 1);
    AtomicBoolean waits = new AtomicBoolean();
    CompletableFuture<WritebackException> second = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              waits.set(true);
              second.complete(
                  catchThrowableOfType(WritebackException.class, () -> http.once(guarded)));
            });
    waiting.start();
    await().until(() -> waits.get() && waiting.getState() == Thread.State.WAITING);
    lost.set(true);
    served.countDown();

    assertThat(first.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(second.get(30, TimeUnit.SECONDS).code()).isEqualTo(Code.TARGET_LOST);
    assertThat(server.requests()).as("what arrived").hasSize(1);
    assertThat(leased()).as("connections that are never returned").isZero();
    assertThat(http.once(put("/third")).status()).as("its place is free").isEqualTo(200);
  }

  @Test
  void whoever_guards_it_is_asked_at_each_sending_also_if_it_has_no_body() throws Exception {
    start(RawServer.text(200, "", "{}"), Duration.ofSeconds(30));
    AtomicInteger asked = new AtomicInteger();
    HttpRequest empty =
        new HttpRequest("DELETE", server.uri("/thing"), java.util.Map.of(), new byte[0])
            .guarded(asked::incrementAndGet);

    http.once(empty);
    http.once(empty.withHeader("X-Other", "1"));

    assertThat(asked).hasValue(2);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void one_that_was_kept_here_too_late_is_not_taken_for_one_without_an_answer() throws Exception {
    start(RawServer.text(200, "", "{}"), Duration.ofMillis(50));
    HttpRequest guarded =
        put("/thing")
            .guarded(
                () -> {
                  // The deadline passes meanwhile, as while the process is frozen.
                  await().until(() -> leased() == 0);
                  throw new WritebackException(Code.TARGET_LOST, "not ours any more");
                });

    assertThat(catchThrowableOfType(WritebackException.class, () -> http.once(guarded)).code())
        .isEqualTo(Code.TARGET_LOST);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void one_that_is_cut_off_on_its_way_may_have_been_carried_out() throws Exception {
    RawServer.Behaviour ok = RawServer.text(200, "", "{}");
    start(
        out -> {
          try {
            assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          ok.answer(out);
        },
        Duration.ofSeconds(30));
    CompletableFuture<Consumer<String>> cut = new CompletableFuture<>();
    AtomicBoolean over = new AtomicBoolean();
    HttpRequest guarded =
        put("/thing")
            .guarded(
                new SendGuard() {
                  @Override
                  public void check() {}

                  @Override
                  public InFlight sending(Consumer<String> cutOff) {
                    cut.complete(cutOff);
                    return () -> over.set(true);
                  }
                });

    CompletableFuture<CallFailure> sent =
        CompletableFuture.supplyAsync(
            () -> catchThrowableOfType(CallFailure.class, () -> http.once(guarded)));
    await().until(() -> server.requests().size() == 1);
    cut.get().accept("another process may have it soon");

    CallFailure failure = sent.get(20, TimeUnit.SECONDS);
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure).hasMessageContaining("another process may have it soon");
    assertThat(over).isTrue();
    assertThat(leased()).isZero();
  }
}
