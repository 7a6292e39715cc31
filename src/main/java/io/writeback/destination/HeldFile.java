package io.writeback.destination;

import java.util.Objects;

/**
 * A file that a destination holds now, under the name under which a run sends its own.
 *
 * @param bytes how large it is
 * @param sha256 its digest, lower-case hex
 * @param equal whether it is, byte for byte, what the run would send
 */
public record HeldFile(String name, long bytes, String sha256, boolean equal) {
  public HeldFile {
    Objects.requireNonNull(name);
    Objects.requireNonNull(sha256);
  }
}
