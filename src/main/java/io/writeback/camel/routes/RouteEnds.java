package io.writeback.camel.routes;

import io.writeback.changes.Safeguards;
import io.writeback.dataset.DatasetSource;
import io.writeback.destination.Destination;
import io.writeback.results.ResultTarget;
import io.writeback.transform.Transform;
import java.util.Optional;

/**
 * Where the rows of a writeback come from and where they go, opened from its route by the parser
 * that its run uses.
 *
 * @param source null as long as none is open
 * @param destination null as long as none is open
 * @param safeguards what is done for the values there
 * @param results where the results of its runs go, if they do
 * @param transform what is done with the rows between, if anything is
 */
public record RouteEnds(
    DatasetSource source,
    Destination destination,
    Safeguards safeguards,
    Optional<ResultTarget> results,
    Optional<Transform> transform) {
  static final RouteEnds NONE =
      new RouteEnds(null, null, Safeguards.NONE, Optional.empty(), Optional.empty());

  RouteEnds with(DatasetSource opened) {
    return new RouteEnds(opened, destination, safeguards, results, transform);
  }

  RouteEnds with(Destination opened, Safeguards with, Optional<ResultTarget> to) {
    return new RouteEnds(source, opened, with, to, transform);
  }

  RouteEnds with(Transform between) {
    return new RouteEnds(source, destination, safeguards, results, Optional.of(between));
  }
}
