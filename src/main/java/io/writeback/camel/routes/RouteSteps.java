package io.writeback.camel.routes;

import io.writeback.changes.Safeguards;
import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.dataset.DatasetSourceType;
import io.writeback.engine.Connectors;
import io.writeback.engine.WatchPolicy;
import io.writeback.queue.RowQueue;
import io.writeback.results.ResultTarget;
import io.writeback.rules.RuledDestinations;
import io.writeback.schedule.SchedulePolicy;
import io.writeback.transform.Transform;
import java.util.List;
import java.util.stream.Stream;

/** All our steps of a route, each of which is a Kamelet. */
public final class RouteSteps {
  private static final Option<String> WRITEBACK =
      Option.required("writeback", "the name of the writeback to run")
          .says("The name of the writeback: the id of its route.")
          .example("project-status");

  private static final Option<Boolean> WAIT =
      Option.bool("wait", false)
          .says(
              "Whether the step waits until the run has ended or is paused; the body is then the"
                  + " report.");

  static final Option<Boolean> KEEP_BODY =
      Option.bool("keepBody", false)
          .says(
              "Whether the body is kept with the run, on the disk before the step ends, as the data"
                  + " that the writeback [reads](sources.md#data-that-comes-with-the-trigger). The"
                  + " same file or message again is the same run.");

  private static final RouteStep RUN =
      new RouteStep(
          "writeback-run-action",
          RouteStep.Kind.ACTION,
          "Run a writeback",
          "Starts a run of a writeback: the last step of a schedule or any other trigger.",
          "writeback:accept/{{writeback}}",
          Stream.concat(Stream.of(WRITEBACK, WAIT, KEEP_BODY), SchedulePolicy.OPTIONS.stream())
              .<Option<?>>map(option -> option)
              .toList());

  private static final RouteStep REQUEST =
      new RouteStep(
          "request-action",
          RouteStep.Kind.ACTION,
          "Request for a run",
          "Accepts the run that a JSON text requests; an invalid request fails the step.",
          "writeback:request",
          List.of());

  private RouteSteps() {}

  /** Those of a process: its sources, its destinations, and what starts runs. */
  public static List<RouteStep> of(Connectors connectors) {
    return Stream.of(
            connectors.sources().values().stream().map(DatasetSourceType::step),
            Connectors.destinationTypes().stream()
                .map(
                    type ->
                        type.step()
                            .and(ResultTarget.OPTIONS)
                            .and(Safeguards.OPTIONS)
                            .and(RuledDestinations.OPTIONS)),
            Stream.of(
                WatchPolicy.step(connectors.sources().get("domo").step()),
                RowQueue.STEP,
                Transform.STEP,
                RUN,
                REQUEST))
        .flatMap(steps -> steps)
        .toList();
  }

  /** Whether a step of {@code writeback-run-action} keeps the body with the run. */
  public static boolean keepsBody(Settings options) {
    return KEEP_BODY.in(options);
  }

  /** Whether a step of {@code writeback-run-action} waits for its run. */
  public static boolean waits(Settings options) {
    return WAIT.in(options);
  }
}
