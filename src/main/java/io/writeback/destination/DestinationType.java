package io.writeback.destination;

import io.writeback.config.Settings;
import java.util.Set;

/** A kind of destination, as a route names it: {@code workfront}. */
public interface DestinationType {
  String name();

  /** The keys that its accounts may have, below {@code account.NAME.}. */
  default Set<String> accountKeys() {
    return Set.of();
  }

  /**
   * Reads the options of a route and the account they name, noting every mistake. Touches no
   * network.
   *
   * @param options what the route gives; the caller closes it and throws
   */
  Destination open(Settings options);
}
