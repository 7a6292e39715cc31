package io.writeback.http;

import java.nio.file.Path;
import java.util.Objects;

/** What a request carries: the same bytes however often it is sent. */
public sealed interface RequestBody {
  /** How many bytes it has. */
  long length();

  /**
   * The same, with a guard that runs at the last moment; what it throws keeps the request from
   * leaving.
   */
  RequestBody guarded(Runnable guard);

  /**
   * Bytes in memory, perhaps none.
   *
   * @param beforeStart runs after all waits, before the first byte of the request leaves; if it
   *     throws, nothing is sent
   */
  record InMemory(byte[] bytes, Runnable beforeStart) implements RequestBody {
    private static final Runnable NO_GUARD = () -> {};

    public InMemory {
      Objects.requireNonNull(bytes);
      Objects.requireNonNull(beforeStart);
    }

    public InMemory(byte[] bytes) {
      this(bytes, NO_GUARD);
    }

    /** Whether there is nothing to send and no guard. */
    boolean isNothing() {
      return bytes.length == 0 && beforeStart == NO_GUARD;
    }

    @Override
    public RequestBody guarded(Runnable guard) {
      return new InMemory(bytes, guard);
    }

    @Override
    public long length() {
      return bytes.length;
    }
  }

  /**
   * A file that is read while it is sent. Its last bytes only leave once all of them have the
   * digest, so that a file that was changed never arrives whole.
   *
   * @param sha256 of the whole file, lower-case hex
   * @param beforeEnd asked before the last bytes leave; what it throws cuts the request off
   */
  record OfFile(Path file, long length, String sha256, Runnable beforeEnd) implements RequestBody {
    public OfFile {
      Objects.requireNonNull(file);
      Objects.requireNonNull(sha256);
      Objects.requireNonNull(beforeEnd);
      if (length < 1) {
        throw new IllegalArgumentException("a file of " + length + " bytes is no body");
      }
    }

    public OfFile(Path file, long length, String sha256) {
      this(file, length, sha256, () -> {});
    }

    @Override
    public RequestBody guarded(Runnable guard) {
      return new OfFile(file, length, sha256, guard);
    }
  }
}
