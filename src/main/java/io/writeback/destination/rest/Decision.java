package io.writeback.destination.rest;

/** What a run has decided before its first request, and keeps to when it is resumed. */
public interface Decision {
  /** The name of the account. */
  String account();

  /**
   * What is written to: name of the type, host of the account, and where: {@code
   * workfront:HOST/PROJ}.
   */
  String target();
}
