package io.writeback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PeriodicTest {
  private final List<Error> caught = new CopyOnWriteArrayList<>();
  private final Runnable noLonger = FatalErrors.listen(caught::add);
  private final AtomicInteger rounds = new AtomicInteger();
  private Periodic keeping;

  @AfterEach
  void stop() {
    noLonger.run();
    keeping.close();
  }

  private void begin(Runnable round) {
    keeping =
        new Periodic(
            "test",
            "a test",
            Duration.ZERO,
            Duration.ofMillis(1),
            () -> {
              rounds.incrementAndGet();
              round.run();
            },
            IllegalArgumentException.class::isInstance);
  }

  @Test
  void an_error_is_reported_and_no_other_round_is_made() {
    Error missing = new NoClassDefFoundError("gone");
    begin(
        () -> {
          throw missing;
        });

    await().until(() -> caught.contains(missing));
    keeping.close();
    assertThat(rounds).hasValue(1);
  }

  @Test
  void an_error_behind_an_exception_is_one_too() {
    Error missing = new NoClassDefFoundError("gone");
    begin(
        () -> {
          throw new IllegalStateException(missing);
        });

    await().until(() -> caught.contains(missing));
  }

  @Test
  void a_round_that_fails_is_followed_by_another() {
    begin(
        () -> {
          throw new IllegalStateException("as it happens");
        });

    await().until(() -> rounds.get() > 2);
    assertThat(caught).isEmpty();
  }

  @Test
  void no_other_round_follows_one_after_which_nothing_can_work() {
    begin(
        () -> {
          throw new IllegalArgumentException("the ledger is gone");
        });

    await().until(() -> rounds.get() == 1);
    keeping.close();
    assertThat(rounds).hasValue(1);
  }

  @Test
  void a_stack_that_overflows_is_the_fault_of_what_was_read() {
    begin(
        () -> {
          throw new StackOverflowError();
        });

    await().until(() -> rounds.get() > 2);
    assertThat(caught).isEmpty();
  }
}
