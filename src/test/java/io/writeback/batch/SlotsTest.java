package io.writeback.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How many batches have begun, and how many have a request under way. */
final class SlotsTest {
  private final Slots slots = new Slots(2);

  @Test
  void a_batch_that_has_begun_waits_until_one_of_the_others_is_answered() throws Exception {
    Slots.Slot first = entered();
    entered();
    CompletableFuture<Void> third = waiting(slots.slot());

    first.leave();

    third.get(10, TimeUnit.SECONDS);
  }

  @Test
  void a_batch_keeps_its_slot_between_its_requests() {
    Slots.Slot first = entered();
    entered();

    first.enter();

    waiting(slots.slot());
  }

  @Test
  void a_slot_that_is_left_twice_is_free_once() {
    Slots.Slot first = entered();
    Slots.Slot second = entered();
    first.leave();
    first.leave();
    entered();

    waiting(slots.slot());
    second.leave();
  }

  @Test
  void slots_are_taken_in_the_order_in_which_batches_have_begun() throws Exception {
    Slots.Slot first = slots.slot();
    CompletableFuture<Void> second = waiting(slots.slot());

    first.enter();

    second.get(10, TimeUnit.SECONDS);
  }

  @Test
  void a_batch_that_leaves_without_a_request_lets_the_next_one_pass() throws Exception {
    Slots.Slot first = slots.slot();
    CompletableFuture<Void> second = waiting(slots.slot());

    first.leave();

    second.get(10, TimeUnit.SECONDS);
    entered();
    waiting(slots.slot());
  }

  @Test
  void a_batch_that_passes_its_turn_takes_a_slot_when_one_is_free() throws Exception {
    Slots.Slot first = slots.slot();
    CompletableFuture<Void> second = waiting(slots.slot());
    first.passTurn();
    second.get(10, TimeUnit.SECONDS);
    Slots.Slot third = entered();
    CompletableFuture<Void> entered = waiting(first);

    third.leave();

    entered.get(10, TimeUnit.SECONDS);
  }

  private Slots.Slot entered() {
    Slots.Slot slot = slots.slot();
    slot.enter();
    return slot;
  }

  /** Takes a slot in a separate thread, which must wait for it. */
  private static CompletableFuture<Void> waiting(Slots.Slot slot) {
    CompletableFuture<Void> entered = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              slot.enter();
              entered.complete(null);
            },
            "waits-for-a-slot");
    thread.setDaemon(true);
    thread.start();
    Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING || entered.isDone());
    assertThat(entered).as("more requests than allowed").isNotDone();
    return entered;
  }
}
