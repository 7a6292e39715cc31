package io.writeback.dataset;

import java.util.List;
import java.util.Objects;

/**
 * What one pass over the rows wrote and found.
 *
 * @param header the names in the order of the file
 * @param sha256 lower-case hex
 */
public record Staged(List<String> header, long rows, long bytes, String sha256) {
  public Staged {
    header = List.copyOf(header);
    Objects.requireNonNull(sha256);
  }
}
