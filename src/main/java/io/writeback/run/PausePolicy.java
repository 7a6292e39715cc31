package io.writeback.run;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How long runs wait, with nothing in flight, for what passes by itself.
 *
 * @param waits how long the first pause is, the second in a row, and so on; the last is repeated.
 *     Empty: a run stops instead, and a person resumes it
 * @param deadline how long a run may take in all, its pauses included
 * @param exports how long the pause is after the first export that does not fit, after the second,
 *     and so on; after the last the run fails
 * @param plans how old a plan may be when it is approved
 */
public record PausePolicy(
    List<Duration> waits, Duration deadline, List<Duration> exports, Duration plans) {
  public static final PausePolicy STANDARD =
      new PausePolicy(
          List.of(
              Duration.ofMinutes(1),
              Duration.ofMinutes(5),
              Duration.ofMinutes(15),
              Duration.ofMinutes(60)),
          Duration.ofHours(24),
          List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(10)),
          Duration.ofDays(7));

  /** Waits shorter than this are made at once, without a pause. */
  static final Duration ON_THE_SPOT = Duration.ofSeconds(10);

  public PausePolicy {
    waits = List.copyOf(waits);
    exports = List.copyOf(exports);
    Objects.requireNonNull(deadline);
    Objects.requireNonNull(plans);
  }

  /** One with the usual time for plans. */
  public PausePolicy(List<Duration> waits, Duration deadline, List<Duration> exports) {
    this(waits, deadline, exports, STANDARD.plans);
  }

  /** Whether runs are paused at all. */
  boolean hasAny() {
    return !waits.isEmpty();
  }

  /**
   * The length of a pause.
   *
   * @param before how many there were in a row before it
   */
  Duration length(int before) {
    return waits.get(Math.min(before, waits.size() - 1));
  }

  /** The deadline as it is written in a configuration. */
  String deadlineText() {
    long seconds = deadline.toSeconds();
    return seconds % 3_600 == 0
        ? deadline.toHours() + "h"
        : seconds % 60 == 0 ? deadline.toMinutes() + "m" : deadline.toMillis() + "ms";
  }
}
