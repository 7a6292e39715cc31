package io.writeback.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.dataset.Column;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.ColumnChanges;
import io.writeback.destination.Forecast;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.ledger.RunState;
import io.writeback.ledger.StoredRun;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the ledger keeps so that an interrupted run goes on with the same rows and the same plan:
 * the columns, the destination's own part, which rows are sent, and the digest of the snapshot.
 *
 * @param choice null in plans of releases that sent every row
 * @param forecast what the destination said before the first record was sent; null in plans of
 *     releases that did not ask
 * @param written the columns that are written, each with its field; null in older plans
 */
record StoredRunPlan(
    int version,
    String destination,
    List<Column> columns,
    Map<String, Object> plan,
    RunMode choice,
    Forecast forecast,
    Map<String, String> written) {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  StoredRunPlan {
    choice = choice == null ? RunMode.EVERY : choice;
    forecast = forecast == null ? Forecast.NOTHING : forecast;
    written = written == null ? Map.of() : written;
  }

  static String of(Plan plan, Schema schema, RunMode choice, Forecast forecast) {
    try {
      return JSON.writeValueAsString(
          new StoredRunPlan(
              VERSION,
              plan.destination(),
              schema.columns(),
              plan.describe(),
              choice,
              forecast,
              plan.columns().written()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static StoredRunPlan of(StoredRun interrupted) {
    try {
      StoredRunPlan stored = JSON.readValue(interrupted.plan(), StoredRunPlan.class);
      if (stored.version == VERSION) {
        return stored;
      }
    } catch (JsonProcessingException e) {
      // Told below: what cannot be read was written by another version.
    }
    throw cannot(interrupted, "its plan was stored by another version of camel-writeback");
  }

  /** What a run that is over had decided; empty if another version stored it. */
  static Optional<PlanInput.Past> past(StoredRun stored) {
    try {
      StoredRunPlan plan = JSON.readValue(stored.plan(), StoredRunPlan.class);
      RunState state = stored.run().state();
      return Optional.of(
          new PlanInput.Past(state.isComplete(), state == RunState.COMPLETE, plan.plan()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The columns that a run which is over wrote; empty if its plan does not say so. */
  static Optional<ColumnChanges.LastRun> written(StoredRun stored) {
    try {
      Map<String, String> written = JSON.readValue(stored.plan(), StoredRunPlan.class).written();
      return stored
          .run()
          .finished()
          .filter(ended -> !written.isEmpty())
          .map(ended -> new ColumnChanges.LastRun(stored.run().id(), ended, written));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Which rows a run sends, as far as its stored plan says so. */
  static Optional<RunMode> choice(StoredRun stored) {
    return readable(stored).map(StoredRunPlan::choice);
  }

  /** What the destination said of the records of a run, as far as its stored plan says so. */
  static Optional<Forecast> forecast(StoredRun stored) {
    return readable(stored).map(StoredRunPlan::forecast);
  }

  private static Optional<StoredRunPlan> readable(StoredRun stored) {
    try {
      return stored.storedPlan().isEmpty()
          ? Optional.empty()
          : Optional.of(JSON.readValue(stored.plan(), StoredRunPlan.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  Schema schema() {
    return new Schema(columns);
  }

  /** The snapshot of the run, byte for byte the one that it was. */
  Snapshot snapshot(StoredRun interrupted, Path folder) {
    Path file = folder.resolve(interrupted.snapshotFile());
    if (!Files.exists(file)) {
      throw cannot(interrupted, "its snapshot " + file + " is gone");
    }
    if (!interrupted.snapshotSha256().equals(sha256(file))) {
      throw cannot(interrupted, "its snapshot " + file + " is not what it was");
    }
    return new Snapshot(
        file,
        schema(),
        interrupted.run().snapshotRows(),
        interrupted.snapshotBytes(),
        interrupted.snapshotSha256(),
        interrupted.run().source(),
        interrupted.datasetVersion());
  }

  private static WritebackException cannot(StoredRun interrupted, String why) {
    String id = interrupted.run().id();
    String parent = interrupted.run().parent();
    return new WritebackException(
        Code.CANNOT_RESUME,
        "run %s cannot go on: %s; end it with ./writeback cancel %s and begin anew with ./writeback %s"
            .formatted(
                id,
                why,
                id,
                parent == null ? "run " + interrupted.run().writeback() : "replay " + parent));
  }

  static String sha256(Path file) {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
