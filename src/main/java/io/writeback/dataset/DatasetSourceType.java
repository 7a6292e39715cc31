package io.writeback.dataset;

import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.discovery.Discovery;
import java.util.List;
import java.util.Optional;

/** A kind of source, as a route names it: {@code domo}, {@code csv}. */
public interface DatasetSourceType {
  String name();

  /** The step of a route that reads it, with its options. */
  RouteStep step();

  /** The keys that its accounts may have, below {@code account.NAME.}. */
  default List<Option<?>> accountKeys() {
    return List.of();
  }

  /** What its accounts can be asked for, if they can be. */
  default Optional<Discovery> discovery() {
    return Optional.empty();
  }

  /**
   * Reads the options of a route, noting every mistake in them. Touches no network and no file.
   *
   * @param options what the route gives; the caller closes it and throws
   */
  DatasetSource open(Settings options);
}
