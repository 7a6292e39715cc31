package io.writeback.transform;

import io.writeback.dataset.Column;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What the team's code made of the rows of a snapshot: two files beside it, which have these
 * digests.
 *
 * @param of the digest of the snapshot
 * @param with the endpoint that got the rows
 * @param asked the columns that the route named
 * @param code the digest of the code, as far as it can be seen
 * @param columns of the result
 * @param rows how many the first file has: as many as the snapshot, with the same numbers
 * @param bytes of the first file
 * @param sha256 of the first file
 * @param marks the digest of the second file, which has the rows that failed or were left out; null
 *     if there is none
 * @param failed how many rows failed
 * @param leftOut how many rows were left out
 */
public record Transformed(
    String of,
    String with,
    List<String> asked,
    String code,
    List<Column> columns,
    long rows,
    long bytes,
    String sha256,
    String marks,
    long failed,
    long leftOut) {
  /** The name of the file with the rows. */
  public static final String FILE = "transformed.csv";

  public Transformed {
    Objects.requireNonNull(of);
    Objects.requireNonNull(with);
    Objects.requireNonNull(code);
    asked = List.copyOf(asked);
    columns = List.copyOf(columns);
    Objects.requireNonNull(sha256);
  }

  /** Whether it was made of this snapshot, by a route and code that said the same. */
  public boolean isOf(Snapshot snapshot, Transform transform, RowCode by) {
    return of.equals(snapshot.sha256())
        && with.equals(transform.with())
        && asked.equals(transform.columns())
        && code.equals(by.digest());
  }

  public Schema schema() {
    return new Schema(columns);
  }

  /** The rows, whose file may be gone or modified. */
  public Snapshot unverified(Path folder, String source, String version) {
    return new Snapshot(folder.resolve(FILE), schema(), rows, bytes, sha256, source, version);
  }
}
