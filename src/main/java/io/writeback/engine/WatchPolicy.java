package io.writeback.engine;

import io.writeback.config.Settings;
import io.writeback.dataset.Settling;
import io.writeback.ledger.Fire;
import io.writeback.schedule.RefreshDecision;
import io.writeback.schedule.SchedulePolicy;
import java.time.Duration;

/**
 * How a DataSet is watched.
 *
 * @param every how often it is looked at
 * @param settling how old a refresh has to be before its run starts
 * @param account the account under which it is looked at
 */
public record WatchPolicy(
    String writeback,
    Duration every,
    RefreshDecision.OnFirst onFirst,
    Settling settling,
    String account,
    Fire.Tries tries) {
  private static final Duration STANDARD = Duration.ofMinutes(5);
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** The parameters of {@code domo-dataset-source} but the DataSet itself. */
  public static WatchPolicy of(Settings settings) {
    return new WatchPolicy(
        settings.required("writeback", "the name of the writeback to run"),
        settings.duration("every", STANDARD, LEAST),
        settings.choice("onFirst", RefreshDecision.OnFirst.REMEMBER),
        new Settling(settings.duration("settle", Settling.STANDARD)),
        settings.text("account").orElse("domo"),
        SchedulePolicy.tries(settings));
  }
}
