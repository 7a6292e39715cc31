package io.writeback.dataset;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The rows of one run, staged on disk and verified: UTF-8 CSV without BOM, header first.
 *
 * @param file where the bytes are
 * @param schema the columns, in the order of the file
 * @param rows how many rows follow the header
 * @param bytes the size of the file
 * @param sha256 the digest of the file, lower-case hex
 * @param source what was staged, for messages
 * @param version identifies the state of the DataSet (Domo: dataCurrentAt); may be ""
 */
public record Snapshot(
    Path file, Schema schema, long rows, long bytes, String sha256, String source, String version) {
  public Snapshot {
    Objects.requireNonNull(file);
    Objects.requireNonNull(schema);
    Objects.requireNonNull(sha256);
    Objects.requireNonNull(source);
    Objects.requireNonNull(version);
  }

  /** Reads the rows lazily; to be closed. */
  public SnapshotReader open() {
    return new SnapshotReader(this);
  }
}
