package io.writeback.destination;

import io.writeback.config.Settings;

/** A kind of destination, as a route names it: {@code workfront}. */
public interface DestinationType {
  String name();

  /**
   * Reads the options of a route and the account they name, noting every mistake. Touches no
   * network.
   *
   * @param options what the route gives; the caller closes it and throws
   */
  Destination open(Settings options);
}
