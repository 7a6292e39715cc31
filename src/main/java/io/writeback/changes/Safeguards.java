package io.writeback.changes;

import io.writeback.config.Option;
import io.writeback.config.Settings;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a sink does for the values that it overwrites, besides sending.
 *
 * @param budget how much a run may change without asking
 * @param keepBefore whether a run keeps what it overwrites
 */
public record Safeguards(Budget budget, boolean keepBefore) {
  /** The name of the option, for problems with it. */
  public static final String KEEP = "keepBefore";

  private static final Option<Boolean> KEEP_BEFORE =
      Option.bool(KEEP, false)
          .titled("Keep what is overwritten")
          .says(
              "Whether a run reads, before it writes a batch, what the destination holds in the"
                  + " fields of its records, and keeps what differs on disk before it is overwritten:"
                  + " about one more request per batch. Kept as long as the run.");

  /** All of their options, in the order of the documents. */
  public static final List<Option<?>> OPTIONS =
      Stream.concat(Budget.OPTIONS.stream(), Stream.of(KEEP_BEFORE))
          .<Option<?>>map(option -> option)
          .toList();

  /** Those of a sink that asks nobody and keeps nothing. */
  public static final Safeguards NONE = new Safeguards(Budget.NONE, false);

  /** Reads the options, and notes every mistake in them. */
  public static Safeguards of(Settings options) {
    return new Safeguards(Budget.of(options), KEEP_BEFORE.in(options));
  }
}
