package io.writeback.dataset;

/** A DataSet that reports when it was refreshed, without being read. */
public interface Refreshable {
  /**
   * Its state now; the version is that of {@link Snapshot#version()}, or "" if it was never filled.
   *
   * @throws io.writeback.problem.WritebackException saying why it cannot be looked at
   */
  SourceState state();
}
