package io.writeback.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FatalErrorsTest {
  private final List<Integer> ends = new CopyOnWriteArrayList<>();

  @AfterEach
  void theProcessBelongsToTheTestRunner() {
    FatalErrors.disownProcess();
  }

  @Test
  void without_memory_the_process_ends_at_once_with_its_own_code() {
    FatalErrors.ownProcess(ends::add);

    FatalErrors.caught(new RuntimeException(new OutOfMemoryError("Java heap space")));

    assertThat(ends).contains(FatalErrors.OUT_OF_MEMORY);
  }

  @Test
  void a_process_with_another_error_ends_with_its_own_code() {
    FatalErrors.ownProcess(ends::add);

    FatalErrors.caught(new NoClassDefFoundError("gone"));

    assertThat(FatalErrors.exitCode(0)).isEqualTo(FatalErrors.BROKEN);
    assertThat(FatalErrors.exitCode(4)).isEqualTo(FatalErrors.BROKEN);
  }

  @Test
  void a_thread_that_dies_of_an_error_ends_the_process_too() {
    FatalErrors.ownProcess(ends::add);

    new Thread(
            () -> {
              throw new NoClassDefFoundError("gone");
            })
        .start();

    await()
        .dontCatchUncaughtExceptions()
        .until(() -> FatalErrors.exitCode(0) == FatalErrors.BROKEN);
  }

  @Test
  void a_library_in_another_application_does_not_end_its_process() {
    List<Error> caught = new ArrayList<>();
    Runnable noLonger = FatalErrors.listen(caught::add);

    assertThat(FatalErrors.caught(new OutOfMemoryError("Java heap space"))).isTrue();
    noLonger.run();

    assertThat(caught).hasSize(1);
    assertThat(FatalErrors.exitCode(4)).isEqualTo(4);
  }
}
