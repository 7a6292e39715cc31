package io.writeback.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What the lines of a thread are about. */
final class LogScopeTest {
  @AfterEach
  void clear() {
    MDC.clear();
  }

  private static Map<String, String> now() {
    return Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
  }

  @Test
  void after_a_scope_the_thread_is_about_what_it_was_about_before() {
    try (LogScope outer = LogScope.of("r1", "w1")) {
      try (LogScope batch = LogScope.ofBatch(3)) {
        assertThat(now()).isEqualTo(Map.of("run", "r1", "writeback", "w1", "batch", "3"));
        try (LogScope other = LogScope.of("r2", "w2")) {
          assertThat(now()).isEqualTo(Map.of("run", "r2", "writeback", "w2"));
        }
        assertThat(now()).isEqualTo(Map.of("run", "r1", "writeback", "w1", "batch", "3"));
      }
      assertThat(now()).isEqualTo(Map.of("run", "r1", "writeback", "w1"));
    }
    assertThat(now()).isEmpty();
  }

  @Test
  void work_for_another_thread_is_about_the_run_but_not_the_batch_and_leaves_nothing_there()
      throws Exception {
    AtomicReference<Map<String, String>> during = new AtomicReference<>();
    AtomicReference<Map<String, String>> after = new AtomicReference<>();
    Runnable work;
    try (LogScope run = LogScope.of("r1", "w1");
        LogScope batch = LogScope.ofBatch(3)) {
      work =
          LogScope.handedOver(
              () -> {
                during.set(now());
                LogScope.batch(4);
              });
    }
    Thread other =
        new Thread(
            () -> {
              work.run();
              after.set(now());
            });

    other.start();
    other.join();

    assertThat(during.get()).isEqualTo(Map.of("run", "r1", "writeback", "w1"));
    assertThat(after.get()).isEmpty();
  }
}
