package io.writeback.storage;

import java.io.Closeable;
import java.nio.file.Path;

/**
 * Files by name, in a place that several machines reach. A name is never used for other content: it
 * has the digest of it.
 *
 * <p>Each method throws a {@link io.writeback.problem.WritebackException}: WB-220 if the place
 * cannot be reached, WB-221 if it refuses, WB-222 if a file is missing.
 */
public interface FileStorage extends Closeable {
  /** There is no such place: machines that execute runs of one ledger share the data directory. */
  FileStorage NONE =
      new FileStorage() {
        @Override
        public boolean isThere() {
          return false;
        }

        @Override
        public void put(String name, Path file) {
          throw new IllegalStateException("there is no storage");
        }

        @Override
        public void get(String name, Path file) {
          throw new IllegalStateException("there is no storage");
        }

        @Override
        public void deleteAll(String prefix) {
          // There is nothing.
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };

  /** Whether there is such a place. */
  default boolean isThere() {
    return true;
  }

  /** Stores a file; it is there as a whole when this returns. */
  void put(String name, Path file);

  /** Reads a file into one that may be there already; that one is whole only if this returns. */
  void get(String name, Path file);

  /** Deletes the files whose names begin with a text; nothing happens if there is none. */
  void deleteAll(String prefix);

  @Override
  void close();
}
