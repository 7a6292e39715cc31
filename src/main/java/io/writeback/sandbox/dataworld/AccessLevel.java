package io.writeback.sandbox.dataworld;

/** The caller's access to a dataset, lowest first, as in the API. */
public enum AccessLevel {
  /** The dataset looks as if it did not exist. */
  NONE,
  /** Its description is visible, its files are not. */
  DISCOVER,
  READ,
  WRITE,
  ADMIN;

  boolean allows(AccessLevel needed) {
    return compareTo(needed) >= 0;
  }
}
