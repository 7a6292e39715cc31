package io.writeback.dataset.domo;

import io.writeback.dataset.NotReadyException;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Settling;
import io.writeback.dataset.SourceState;
import io.writeback.problem.Code;
import io.writeback.problem.Lengths;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Whether a DataSet has settled enough for a run to read it, see {@link Settling}. */
record SettleRule(String source, Settling settling, InstantSource clock) {
  /**
   * Lets a run read that may.
   *
   * @throws NotReadyException if it has to wait
   */
  void require(DomoDataset dataset, ReadContext reading) {
    if (settling.isOff() || dataset.neverFilled()) {
      return;
    }
    Instant now = clock.instant();
    if (!reading.waits()) {
      warning(dataset).ifPresent(reading::warn);
      return;
    }
    Settling.Age age = settling.age(dataset.state(), reading.first(), now);
    if (age.isSettled()) {
      return;
    }
    Instant end = settling.end(reading.since());
    if (!now.isBefore(end)) {
      reading.warn(
          "%s: %s kept changing for %s, %d times settle=%s, the last time at %s: its rows may be older ones"
              .formatted(
                  Code.DATASET_SETTLING,
                  source,
                  Lengths.text(settling.limit()),
                  settling.limit().dividedBy(settling.time()),
                  Lengths.text(settling.time()),
                  dataset.current()));
      return;
    }
    // Date has whole seconds: one more, or the run would wake a moment too early.
    Instant until = now.plus(age.left()).plusSeconds(1);
    throw NotReadyException.settling(
        "%s was filled at %s: Domo's rows can lag behind, so the run waits until that is settle=%s ago"
            .formatted(source, dataset.current(), Lengths.text(settling.time())),
        until.isBefore(end) ? until : end,
        age.first());
  }

  /** What a person should know of a DataSet that was filled a short time ago. */
  Optional<String> warning(DomoDataset dataset) {
    Instant now = clock.instant();
    SourceState state = dataset.state();
    SourceState dated =
        state.askedAt() == null ? new SourceState(state.version(), state.movedAt(), now) : state;
    return settling.isOff()
            || dataset.neverFilled()
            || settling.age(dated, Optional.empty(), now).isSettled()
        ? Optional.empty()
        : Optional.of(
            "%s: %s was filled at %s, less than settle=%s ago: Domo's rows can lag behind, and these may be older ones"
                .formatted(
                    Code.DATASET_SETTLING,
                    source,
                    dataset.current(),
                    Lengths.text(settling.time())));
  }
}
