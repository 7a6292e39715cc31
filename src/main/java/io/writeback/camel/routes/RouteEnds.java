package io.writeback.camel.routes;

import io.writeback.changes.Safeguards;
import io.writeback.dataset.DatasetSource;
import io.writeback.destination.Destination;

/**
 * Where the rows of a writeback come from and where they go, opened from its route by the parser
 * that its run uses.
 *
 * @param source null as long as none is open
 * @param destination null as long as none is open
 * @param safeguards what is done for the values there
 */
public record RouteEnds(DatasetSource source, Destination destination, Safeguards safeguards) {
  static final RouteEnds NONE = new RouteEnds(null, null, Safeguards.NONE);

  RouteEnds with(DatasetSource opened) {
    return new RouteEnds(opened, destination, safeguards);
  }

  RouteEnds with(Destination opened, Safeguards with) {
    return new RouteEnds(source, opened, with);
  }
}
