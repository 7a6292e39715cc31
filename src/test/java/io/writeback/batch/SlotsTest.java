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
    Slots.Place first = entered();
    entered();
    CompletableFuture<Void> third = waiting(slots.place());

    first.leave();

    third.get(10, TimeUnit.SECONDS);
  }

  @Test
  void a_batch_keeps_its_place_between_its_requests() {
    Slots.Place first = entered();
    entered();

    first.enter();

    waiting(slots.place());
  }

  @Test
  void a_place_that_is_left_twice_is_free_once() {
    Slots.Place first = entered();
    Slots.Place second = entered();
    first.leave();
    first.leave();
    entered();

    waiting(slots.place());
    second.leave();
  }

  private Slots.Place entered() {
    Slots.Place place = slots.place();
    place.enter();
    return place;
  }

  /** Takes a place in a separate thread, which must wait for it. */
  private static CompletableFuture<Void> waiting(Slots.Place place) {
    CompletableFuture<Void> entered = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              place.enter();
              entered.complete(null);
            },
            "waits-for-a-place");
    thread.setDaemon(true);
    thread.start();
    Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING || entered.isDone());
    assertThat(entered).as("more requests than allowed").isNotDone();
    return entered;
  }
}
