package io.writeback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunSlotsTest {
  private final Deque<Runnable> begun = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();

  private void submit(RunSlots slots, String target, String name) {
    slots.submit(target, () -> done.add(name));
  }

  private void finishAll() {
    while (!begun.isEmpty()) {
      begun.remove().run();
    }
  }

  @Test
  void no_more_than_so_many_are_begun_and_all_are_done_in_their_order() {
    RunSlots slots = new RunSlots(2, begun::add);
    for (int run = 1; run <= 5; run++) {
      submit(slots, "target " + run, "run " + run);
    }

    assertThat(begun).hasSize(2);
    finishAll();
    assertThat(done).containsExactly("run 1", "run 2", "run 3", "run 4", "run 5");
  }

  @Test
  void a_busy_target_takes_no_place_from_the_others() {
    RunSlots slots = new RunSlots(2, begun::add);
    submit(slots, "busy", "busy 1");
    submit(slots, "busy", "busy 2");
    submit(slots, "free", "free");

    assertThat(begun).hasSize(2);
    finishAll();
    assertThat(done).containsExactly("busy 1", "free", "busy 2");
  }

  @Test
  void when_the_process_ends_nothing_waits() {
    RunSlots slots = new RunSlots(1, begun::add);
    submit(slots, "target", "first");
    submit(slots, "target", "second");
    submit(slots, "other", "third");

    slots.letGo();

    assertThat(begun).hasSize(3);
  }

  @Test
  void after_the_end_nothing_begins() {
    RunSlots slots = new RunSlots(1, begun::add);
    submit(slots, "target", "first");
    submit(slots, "target", "second");

    slots.close();
    finishAll();

    assertThat(done).containsExactly("first");
  }

  @Test
  void one_that_fails_gives_its_place_back() {
    RunSlots slots = new RunSlots(1, begun::add);
    slots.submit(
        "target",
        () -> {
          throw new IllegalStateException();
        });
    submit(slots, "target", "next");

    try {
      begun.remove().run();
    } catch (IllegalStateException e) {
      assertThat(begun).hasSize(1);
    }
    finishAll();
    assertThat(done).containsExactly("next");
  }
}
