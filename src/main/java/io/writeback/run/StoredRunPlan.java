package io.writeback.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.dataset.Column;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.ColumnChanges;
import io.writeback.destination.Forecast;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.ledger.SnapshotEntry;
import io.writeback.ledger.StoredRun;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.rules.RuledPlan;
import io.writeback.transform.Transformed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What the ledger stores so that an interrupted run resumes with the same rows and the same plan:
 * the columns, the destination's own part, which rows are sent, and the digest of the snapshot.
 *
 * @param plan the destination's part
 * @param forecast what the destination expected before the first record was sent
 * @param written the columns that are written, each with its field
 * @param route the digest of what its route says; null if it had none
 * @param keepsBefore whether it keeps what it overwrites
 * @param transformed what the team's code made of the rows; null if there is none
 * @param files the names of the files that it was made with, beside the snapshot's
 */
record StoredRunPlan(
    int version,
    String destination,
    List<Column> columns,
    Map<String, Object> plan,
    RunMode mode,
    Forecast forecast,
    Map<String, String> written,
    String route,
    boolean keepsBefore,
    Transformed transformed,
    List<String> files) {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  StoredRunPlan {
    if (version != VERSION) {
      throw new IllegalArgumentException("version " + version);
    }
    Objects.requireNonNull(destination);
    columns = List.copyOf(columns);
    Objects.requireNonNull(plan);
    Objects.requireNonNull(mode);
    Objects.requireNonNull(forecast);
    Objects.requireNonNull(written);
    files = List.copyOf(files);
  }

  static String text(
      Plan plan,
      Schema schema,
      RunMode mode,
      Forecast forecast,
      String route,
      boolean keepsBefore,
      Transformed transformed,
      List<String> files) {
    try {
      return JSON.writeValueAsString(
          new StoredRunPlan(
              VERSION,
              plan.destination(),
              schema.columns(),
              plan.describe(),
              mode,
              forecast,
              plan.columns().written(),
              route,
              keepsBefore,
              transformed,
              files));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a plan says of itself, as it is after it was stored. */
  static Map<String, Object> asStored(Map<String, Object> described) {
    return JSON.convertValue(described, new TypeReference<>() {});
  }

  /** Empty if the run has no plan, or another version stored it. */
  static Optional<StoredRunPlan> find(StoredRun run) {
    try {
      return run.plan() == null
          ? Optional.empty()
          : Optional.of(JSON.readValue(run.plan(), StoredRunPlan.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * The plan that a run has to continue with.
   *
   * @throws WritebackException WB-505 if another version stored it
   */
  static StoredRunPlan of(StoredRun run) {
    return find(run)
        .orElseThrow(
            () -> cannotResume(run, "its plan was stored by another version of camel-writeback"));
  }

  /** For the plan of a later run. */
  PlanInput.Past past(RunState state) {
    return new PlanInput.Past(
        state.isComplete(), state == RunState.COMPLETE, RuledPlan.withoutRules(plan));
  }

  /** The columns that a run which has ended wrote; empty if it has not. */
  static Optional<ColumnChanges.LastRun> lastRun(StoredRun run) {
    return find(run)
        .flatMap(
            stored ->
                run.run()
                    .finished()
                    .map(
                        ended -> new ColumnChanges.LastRun(run.run().id(), ended, stored.written)));
  }

  /** The names of the files that the run was planned with and that are not in a folder. */
  List<String> missing(StoredRun run, Path folder) {
    return Stream.concat(Stream.of(run.snapshot().file()), files.stream())
        .distinct()
        .filter(name -> !Files.exists(folder.resolve(name)))
        .toList();
  }

  Schema schema() {
    return new Schema(columns);
  }

  /**
   * The snapshot of the run, byte for byte as it was staged.
   *
   * @throws WritebackException WB-505 if it is gone or was modified
   */
  Snapshot snapshot(StoredRun run, Path folder) {
    Snapshot snapshot = unverified(run, folder);
    if (!Files.exists(snapshot.file())) {
      throw cannotResume(run, "its snapshot " + snapshot.file() + " is gone");
    }
    if (!snapshot.sha256().equals(sha256(snapshot.file()))) {
      throw cannotResume(run, "its snapshot " + snapshot.file() + " was modified");
    }
    return snapshot;
  }

  /** The snapshot of the run, whose file may be gone or modified. */
  Snapshot unverified(StoredRun run, Path folder) {
    SnapshotEntry entry = run.snapshot();
    return new Snapshot(
        folder.resolve(entry.file()),
        schema(),
        entry.rows(),
        entry.bytes(),
        entry.sha256(),
        entry.source(),
        entry.version());
  }

  /** The columns of the rows that the destination sees. */
  Schema sentSchema() {
    return transformed == null ? schema() : transformed.schema();
  }

  /** The rows that the destination sees, whose file may be gone or modified. */
  Snapshot unverifiedSent(StoredRun run, Path folder) {
    SnapshotEntry entry = run.snapshot();
    return transformed == null
        ? unverified(run, folder)
        : transformed.unverified(folder, entry.source(), entry.version());
  }

  /** The same as of a run that had read its rows as the destination sees them. */
  StoredRunPlan ofSent() {
    return new StoredRunPlan(
        version,
        destination,
        sentSchema().columns(),
        plan,
        mode,
        forecast,
        written,
        route,
        keepsBefore,
        null,
        files);
  }

  /**
   * What the team's code made of the rows; null if there is none.
   *
   * @param raw the rows
   * @throws WritebackException WB-505 if it is gone or was modified
   */
  TransformedRows transformedRows(StoredRun run, Path folder, Snapshot raw) {
    if (transformed == null) {
      return null;
    }
    TransformedRows.damage(transformed, folder)
        .ifPresent(
            why -> {
              throw cannotResume(run, why);
            });
    return TransformedRows.of(transformed, folder, raw);
  }

  static WritebackException cannotResume(StoredRun stored, String why) {
    String id = stored.run().id();
    return new WritebackException(
        Code.CANNOT_RESUME,
        "run %s cannot be resumed: %s; end it with ./writeback cancel %s and start again with ./writeback %s"
            .formatted(id, why, id, again(stored.run())));
  }

  /** The command that asks for the same once more. */
  private static String again(RunEntry run) {
    return run.isUndo()
        ? "undo " + run.undoes()
        : run.parent() == null ? "run " + run.writeback() : "replay " + run.parent();
  }

  static String sha256(Path file) {
    try {
      return new DigestUtils(DigestUtils.getSha256Digest()).digestAsHex(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
