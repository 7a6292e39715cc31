package io.writeback.destination;

import io.writeback.config.Settings;
import io.writeback.dataset.Snapshot;
import io.writeback.discovery.Discovery;
import java.util.Map;
import java.util.Optional;

/** The destinations of one type in a process, with the accounts that they share. */
public interface Destinations {
  /**
   * Reads the options of a route and the account they name, noting every mistake. Touches no
   * network.
   *
   * @param options what the route gives; the caller closes it and throws
   * @throws io.writeback.problem.ConfigurationException if the account cannot be used; with the
   *     mistakes of both
   */
  Destination open(Settings options);

  /**
   * The plan of a run that is resumed: it maps, sends and judges as the one that was stored. Reads
   * neither a route nor the destination's metadata, and touches no network; address and credentials
   * of the account are those of today.
   *
   * @param stored what {@link Plan#describe} gave, perhaps through JSON
   * @param snapshot of the run, as it was
   * @throws io.writeback.problem.WritebackException if the plan is of another version or not whole,
   *     if the snapshot has other columns, or if the account has another address today
   */
  Plan restore(Map<String, Object> stored, Snapshot snapshot);

  /** What its accounts can be asked for, if they can be. */
  default Optional<Discovery> discovery() {
    return Optional.empty();
  }
}
