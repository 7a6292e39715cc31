package io.writeback.dataset;

/** A DataSet that tells when it was filled anew, without being read. */
public interface Refreshable {
  /**
   * What tells one state of it from another, as {@link Snapshot#version()}; "" if it was never
   * filled.
   *
   * @throws io.writeback.problem.WritebackException saying why it cannot be looked at
   */
  String version();
}
