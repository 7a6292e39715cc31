package io.writeback.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.ledger.HeartbeatStore;
import io.writeback.ledger.LeaseTerms;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Duties over a ledger that may keep a question waiting. */
@Timeout(60)
final class DutiesTest {
  @Test
  void a_question_that_the_ledger_does_not_answer_keeps_no_heartbeat_from_renewing_the_others() {
    CountDownLatch answers = new CountDownLatch(1);
    AtomicBoolean asked = new AtomicBoolean();
    HeartbeatStore store =
        (HeartbeatStore)
            Proxy.newProxyInstance(
                HeartbeatStore.class.getClassLoader(),
                new Class<?>[] {HeartbeatStore.class},
                (self, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("take");
                  if (arguments[0].equals("slow")) {
                    asked.set(true);
                    assertThat(answers.await(30, TimeUnit.SECONDS)).isTrue();
                  }
                  return true;
                });
    LeaseTerms terms = new LeaseTerms("mine", LeaseTerms.STANDARD, Duration.ZERO);
    Duties duties = new Duties(store, terms, System::nanoTime);
    assertThat(duties.isMine("fast")).isTrue();

    CompletableFuture<Boolean> slow = CompletableFuture.supplyAsync(() -> duties.isMine("slow"));
    await().until(asked::get);

    assertThat(CompletableFuture.supplyAsync(duties::names))
        .succeedsWithin(Duration.ofSeconds(10))
        .isEqualTo(Set.of("fast"));
    answers.countDown();
    assertThat(slow).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    assertThat(duties.names()).containsExactlyInAnyOrder("fast", "slow");
  }
}
