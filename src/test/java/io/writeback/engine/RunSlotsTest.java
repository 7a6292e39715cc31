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
  private long now;

  private void submit(RunSlots slots, String target, String name) {
    slots.submit(target, "w", () -> done.add(name));
  }

  private void finishAll() {
    while (!begun.isEmpty()) {
      begun.remove().run();
    }
  }

  @Test
  void no_more_than_so_many_are_begun_and_all_are_done_in_their_order() {
    RunSlots slots = new RunSlots(2, begun::add, () -> now);
    for (int run = 1; run <= 5; run++) {
      submit(slots, "target " + run, "run " + run);
    }

    assertThat(begun).hasSize(2);
    finishAll();
    assertThat(done).containsExactly("run 1", "run 2", "run 3", "run 4", "run 5");
  }

  @Test
  void a_busy_target_takes_no_place_from_the_others() {
    RunSlots slots = new RunSlots(2, begun::add, () -> now);
    submit(slots, "busy", "busy 1");
    submit(slots, "busy", "busy 2");
    submit(slots, "free", "free");

    assertThat(begun).hasSize(2);
    finishAll();
    assertThat(done).containsExactly("busy 1", "free", "busy 2");
  }

  @Test
  void when_the_process_ends_nothing_waits() {
    RunSlots slots = new RunSlots(1, begun::add, () -> now);
    submit(slots, "target", "first");
    submit(slots, "target", "second");
    submit(slots, "other", "third");

    slots.letGo();

    assertThat(begun).hasSize(3);
  }

  @Test
  void after_the_end_nothing_begins() {
    RunSlots slots = new RunSlots(1, begun::add, () -> now);
    submit(slots, "target", "first");
    submit(slots, "target", "second");

    slots.close();
    finishAll();

    assertThat(done).containsExactly("first");
  }

  @Test
  void one_that_fails_gives_its_place_back() {
    RunSlots slots = new RunSlots(1, begun::add, () -> now);
    slots.submit(
        "target",
        "w",
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

  private void submit(RunSlots slots, String target, String writeback, String name) {
    slots.submit(target, writeback, () -> done.add(name));
  }

  @Test
  void a_slot_goes_to_the_host_that_has_fewest_before_the_oldest_run() {
    RunSlots slots = new RunSlots(2, begun::add, () -> now);
    for (int run = 1; run <= 4; run++) {
      submit(slots, "workfront:one/" + run, "one " + run);
    }
    submit(slots, "workfront:two/1", "two 1");
    submit(slots, "workfront:two/2", "two 2");

    finishAll();

    assertThat(done)
        .as("the third in line had to wait for one run only")
        .containsExactly("one 1", "one 2", "two 1", "one 3", "two 2", "one 4");
  }

  @Test
  void a_slot_goes_to_the_writeback_that_has_fewest_before_the_oldest_run() {
    RunSlots slots = new RunSlots(2, begun::add, () -> now);
    submit(slots, "workfront:one/1", "many", "many 1");
    submit(slots, "workfront:one/2", "many", "many 2");
    submit(slots, "workfront:one/3", "many", "many 3");
    submit(slots, "workfront:one/4", "few", "few 1");

    begun.remove().run();

    assertThat(begun).hasSize(2);
    finishAll();
    assertThat(done).containsExactly("many 1", "many 2", "few 1", "many 3");
  }

  @Test
  void what_is_over_the_share_of_a_host_is_left_to_others_for_a_while() {
    RunSlots slots = new RunSlots(20, begun::add, () -> now);
    slots.share(host -> 2);
    for (int run = 1; run <= 5; run++) {
      submit(slots, "workfront:one/" + run, "one " + run);
    }
    submit(slots, "workfront:two/1", "two 1");
    assertThat(begun).as("two of the first host, and one of the other").hasSize(3);

    now += RunSlots.LEFT_TO_OTHERS.toNanos() + 1;
    slots.share(host -> 2);

    assertThat(begun).as("no other process took them").hasSize(6);
  }
}
