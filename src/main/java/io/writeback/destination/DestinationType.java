package io.writeback.destination;

import io.writeback.config.Settings;
import io.writeback.discovery.Discovery;
import java.util.Optional;
import java.util.Set;

/** A kind of destination, as a route names it: {@code workfront}. */
public interface DestinationType {
  String name();

  /** The keys that its accounts may have, below {@code account.NAME.}. */
  default Set<String> accountKeys() {
    return Set.of();
  }

  /** What its accounts can be asked for, if they can be. */
  default Optional<Discovery> discovery() {
    return Optional.empty();
  }

  /**
   * Reads the options of a route and the account they name, noting every mistake. Touches no
   * network.
   *
   * @param options what the route gives; the caller closes it and throws
   */
  Destination open(Settings options);
}
