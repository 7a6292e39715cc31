package io.writeback.sandbox.dataworld;

/** What the caller may do with a dataset, from nothing to everything, in the order of the API. */
public enum AccessLevel {
  /** The dataset is not told apart from one that does not exist. */
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
