package io.writeback.destination;

import io.writeback.config.Settings;
import io.writeback.dataset.Schema;
import io.writeback.discovery.Discovery;
import java.util.Map;
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
   * The plan of an interrupted run, from what {@link DestinationPlan#describe} gave when it began;
   * neither the route nor the destination is asked again.
   *
   * @throws io.writeback.problem.WritebackException if the plan is of another version, or its
   *     account is not what it was
   */
  DestinationPlan restore(Map<String, Object> stored, Schema schema);

  /**
   * Reads the options of a route and the account they name, noting every mistake. Touches no
   * network.
   *
   * @param options what the route gives; the caller closes it and throws
   */
  Destination open(Settings options);
}
