package io.writeback.dataset;

import io.writeback.config.Settings;

/** A kind of source, as a route names it: {@code domo}, {@code csv}. */
public interface DatasetSourceType {
  String name();

  /**
   * Reads the options of a route, noting every mistake in them. Touches no network and no file.
   *
   * @param options what the route gives; the caller closes it and throws
   */
  DatasetSource open(Settings options);
}
