package io.writeback.http;

import java.nio.file.Path;
import java.util.Objects;

/** What a request carries: the same bytes however often it is sent. */
public sealed interface RequestBody {
  /** In bytes. */
  long length();

  /** Bytes in memory, perhaps none. */
  record InMemory(byte[] bytes) implements RequestBody {
    public InMemory {
      Objects.requireNonNull(bytes);
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
   */
  record OfFile(Path file, long length, String sha256) implements RequestBody {
    public OfFile {
      Objects.requireNonNull(file);
      Objects.requireNonNull(sha256);
      if (length < 1) {
        throw new IllegalArgumentException("a file of " + length + " bytes is no body");
      }
    }
  }
}
