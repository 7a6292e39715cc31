package io.writeback.destination;

import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.discovery.Discovery;
import java.util.List;

/**
 * A kind of destination, as a route names it: {@code workfront}. It has no state and a public
 * constructor without parameters, and registers itself by a line in {@code
 * META-INF/services/io.writeback.destination.DestinationType}.
 */
public interface DestinationType {
  String name();

  /** The step of a route that sends to it, with its options. */
  RouteStep step();

  /** The keys that its accounts may have, below {@code account.NAME.}. */
  default List<Option<?>> accountKeys() {
    return List.of();
  }

  /** How {@code discover} is called for it, for the help of the command. */
  default List<Discovery.Usage> discoveryUsage() {
    return List.of();
  }

  /** Its destinations in a process; touches no network. */
  Destinations connect(Resources resources);
}
