package io.writeback.engine;

import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.dataset.Settling;
import io.writeback.ledger.Fire;
import io.writeback.schedule.RefreshDecision;
import io.writeback.schedule.SchedulePolicy;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a DataSet is watched.
 *
 * @param every how often it is polled
 * @param settling how old a refresh has to be before its run starts
 * @param account the account that polls it
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

  private static final Set<String> OF_DATASET = Set.of("datasetId", "account");

  private static final Option<String> WRITEBACK =
      Option.required("writeback", "the name of the writeback to run")
          .says("The name of the writeback to run.")
          .example("project-status");

  private static final Option<Duration> EVERY =
      Option.duration("every", STANDARD, LEAST)
          .says("How often Domo is polled, 1s or more. Each poll is one request.");

  private static final Option<RefreshDecision.OnFirst> ON_FIRST =
      Option.choice("onFirst", RefreshDecision.OnFirst.REMEMBER)
          .titled("On the first poll")
          .says("What the first poll does: `remember` the refresh, or `run`.");

  private static final Option<Duration> SETTLE =
      Option.duration("settle", Settling.STANDARD)
          .says(
              "How old a refresh has to be before its run starts, because Domo's rows can lag"
                  + " behind. `0s`: at once.")
          .example("30m");

  /**
   * The step that starts a run when a dataset was refreshed.
   *
   * @param source the step that reads it: those of its options that say which one it is are options
   *     of this too
   */
  public static RouteStep step(RouteStep source) {
    return new RouteStep(
        "domo-dataset-source",
        RouteStep.Kind.SOURCE,
        "Domo DataSet refreshed",
        "Starts a run of a writeback whenever a Domo DataSet is refreshed; the body is the id of"
            + " the run.",
        "writeback:refreshed/domo",
        Stream.of(
                source.options().stream().filter(option -> OF_DATASET.contains(option.name())),
                Stream.of(WRITEBACK, EVERY, SETTLE, ON_FIRST),
                SchedulePolicy.TRIES.stream())
            .<Option<?>>flatMap(options -> options)
            .toList());
  }

  public static WatchPolicy of(Settings settings) {
    return new WatchPolicy(
        WRITEBACK.in(settings),
        EVERY.in(settings),
        ON_FIRST.in(settings),
        new Settling(SETTLE.in(settings)),
        settings.text("account").orElse("domo"),
        SchedulePolicy.tries(settings));
  }
}
