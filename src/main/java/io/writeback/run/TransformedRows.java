package io.writeback.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.dataset.Row;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Mapped;
import io.writeback.destination.RowMapper;
import io.writeback.destination.RowReject;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import io.writeback.problem.WritebackException;
import io.writeback.transform.RowCode;
import io.writeback.transform.RowMarks;
import io.writeback.transform.Transform;
import io.writeback.transform.Transformation;
import io.writeback.transform.Transformed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a run as the team's code made them, and which of them have no result. They are made
 * once: a run that is resumed finds them beside its snapshot, also if it has no plan yet.
 *
 * @param made what the files are
 * @param snapshot the rows
 * @param marks those without a result
 */
record TransformedRows(Transformed made, Snapshot snapshot, RowMarks marks) {
  /** Says what the two files are, once they are whole. */
  static final String FILE = "transformed.json";

  /** All files of a run, in the order in which they are removed. */
  static final List<String> FILES = List.of(FILE, RowMarks.FILE, Transformed.FILE);

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Those of a plan.
   *
   * @throws WritebackException if they are not there as they were
   */
  static TransformedRows of(Transformed made, Path folder, Snapshot raw) {
    return new TransformedRows(
        made,
        made.unverified(folder, raw.source(), raw.version()),
        made.marks() == null ? RowMarks.none() : RowMarks.of(folder));
  }

  /**
   * Those that an earlier process has made of the same rows; empty if they are not whole.
   *
   * @param needsAll the target, if it takes all rows or none
   */
  static Optional<TransformedRows> find(
      Path folder, Snapshot raw, Transform transform, RowCode code, Optional<String> needsAll) {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      return Optional.of(JSON.readValue(Files.readString(file), Transformed.class))
          .filter(
              made ->
                  made.isOf(raw, transform, code)
                      && (needsAll.isEmpty() || made.marks() == null)
                      && damage(made, folder).isEmpty())
          .map(made -> of(made, folder, raw));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** What is wrong with the files; empty if they are as they were written. */
  static Optional<String> damage(Transformed made, Path folder) {
    return damage(folder.resolve(Transformed.FILE), made.sha256())
        .or(
            () ->
                made.marks() == null
                    ? Optional.empty()
                    : damage(folder.resolve(RowMarks.FILE), made.marks()));
  }

  private static Optional<String> damage(Path file, String sha256) {
    return !Files.exists(file)
        ? Optional.of("its file " + file + " is gone")
        : sha256.equals(StoredRunPlan.sha256(file))
            ? Optional.empty()
            : Optional.of("its file " + file + " was modified");
  }

  /**
   * Makes them.
   *
   * @return empty if the run wants no more
   */
  static Optional<TransformedRows> make(
      Transformation code, Path folder, Snapshot raw, Optional<String> needsAll, long quota) {
    Optional<Transformed> made = code.write(needsAll, quota);
    if (made.isEmpty()) {
      return Optional.empty();
    }
    Path file = folder.resolve(FILE);
    try {
      String text = JSON.writeValueAsString(made.get());
      AtomicFile.write(file, out -> out.append(text).append('\n'));
    } catch (IOException e) {
      throw failed(file, e);
    }
    return Optional.of(of(made.get(), folder, raw));
  }

  private static WritebackException failed(Path file, IOException e) {
    return new WritebackException(Code.SNAPSHOT_IO, "%s: %s".formatted(file, e), e);
  }

  /** What is said of the rows that were left out. */
  Optional<String> remark() {
    return made.leftOut() == 0
        ? Optional.empty()
        : Optional.of(
            "%s left %,d of %,d rows out; they count as unchanged"
                .formatted(made.with(), made.leftOut(), made.rows()));
  }

  /** Why it is unknown which objects the rows mean, a clause; empty if each has a result. */
  Optional<String> unsure() {
    long without = made.failed() + made.leftOut();
    return without == 0
        ? Optional.empty()
        : Optional.of(
            "%s no result of %s".formatted(Count.of(without, "row has", "rows have"), made.with()));
  }

  /** What becomes of a row that has no result; empty if it has one. */
  Optional<Mapped> unsent(Row row, RowMapper mapper) {
    if (marks.isLeftOut(row.number())) {
      return Optional.of(new Mapped.Unchanged(row.number()));
    }
    return marks
        .fault(row.number())
        .map(
            fault ->
                new Mapped.Rejected(
                    new RowReject(
                        row.number(),
                        mapper.key(row).orElse(""),
                        Code.TRANSFORM_FAILED,
                        fault.column(),
                        fault.reason())));
  }
}
