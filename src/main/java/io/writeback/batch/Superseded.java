package io.writeback.batch;

/** Tells whether a later row has the same key. Asked in ascending order of rows. */
@FunctionalInterface
public interface Superseded {
  boolean contains(long row);
}
