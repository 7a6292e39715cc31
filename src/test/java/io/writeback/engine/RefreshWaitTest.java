package io.writeback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.dataset.Settling;
import io.writeback.dataset.SourceState;
import io.writeback.ledger.WatchedDataset.Moved;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How polls of a DataSet follow each other until its refresh has settled. */
class RefreshWaitTest {
  private static final Settling SETTLING = new Settling(Duration.ofMinutes(15));
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static Instant after(long minutes) {
    return NOON.plus(Duration.ofMinutes(minutes));
  }

  /** A poll of a DataSet that was refreshed at that time. */
  private static RefreshWait look(Optional<Moved> before, long moved, long now) {
    return RefreshWait.of(
        SETTLING,
        before,
        new SourceState("moved at " + moved, after(moved), after(now)),
        after(now));
  }

  @Test
  void a_refresh_has_settled_when_it_is_old_enough() {
    RefreshWait first = look(Optional.empty(), 0, 2);
    RefreshWait second = look(Optional.of(first.moved()), 0, 14);
    RefreshWait third = look(Optional.of(second.moved()), 0, 15);

    assertThat(first.left()).isEqualTo(Duration.ofMinutes(13));
    assertThat(second.moved()).isEqualTo(first.moved());
    assertThat(second.isSettled()).isFalse();
    assertThat(third.isSettled()).isTrue();
  }

  @Test
  void another_move_begins_the_wait_again() {
    RefreshWait first = look(Optional.empty(), 0, 2);
    RefreshWait moved = look(Optional.of(first.moved()), 14, 16);

    assertThat(moved.left()).isEqualTo(Duration.ofMinutes(13));
    assertThat(moved.moved().since()).isEqualTo(first.moved().since());
    assertThat(look(Optional.of(moved.moved()), 14, 29).isSettled()).isTrue();
  }

  @Test
  void a_dataset_that_is_refreshed_again_and_again_is_due_in_the_end() {
    RefreshWait wait = look(Optional.empty(), 0, 0);
    for (int minute = 10; minute < 60; minute += 10) {
      wait = look(Optional.of(wait.moved()), minute, minute);
      assertThat(wait.isSettled() || wait.isTooLong()).as("after %d minutes", minute).isFalse();
    }

    wait = look(Optional.of(wait.moved()), 60, 60);

    assertThat(wait.isSettled()).isFalse();
    assertThat(wait.isTooLong()).isTrue();
  }

  @Test
  void a_clock_that_was_set_back_makes_no_run_due_and_holds_none_up_for_long() {
    RefreshWait ahead =
        RefreshWait.of(SETTLING, Optional.empty(), new SourceState("v", NOON, null), after(600));

    RefreshWait back =
        RefreshWait.of(
            SETTLING, Optional.of(ahead.moved()), new SourceState("v", NOON, null), after(0));

    assertThat(back.isTooLong()).isFalse();
    assertThat(back.left()).isEqualTo(Duration.ofMinutes(15));
    assertThat(back.moved().since()).isEqualTo(after(0));
  }
}
