package io.writeback.camel.routes;

import io.writeback.changes.Budget;
import io.writeback.dataset.DatasetSource;
import io.writeback.destination.Destination;

/**
 * Where the rows of a writeback come from and where they go, opened from its route by the parser
 * that its run uses.
 *
 * @param source null as long as none is open
 * @param destination null as long as none is open
 */
public record RouteEnds(DatasetSource source, Destination destination, Budget budget) {
  static final RouteEnds NONE = new RouteEnds(null, null, Budget.NONE);

  RouteEnds with(DatasetSource opened) {
    return new RouteEnds(opened, destination, budget);
  }

  RouteEnds with(Destination opened, Budget its) {
    return new RouteEnds(source, opened, its);
  }
}
