package io.writeback.destination.dataworld;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A decision as it is kept for a resume and for the next run: names and values, and back.
 *
 * <p>Whoever changes what is written here, or what a written name means, raises the version.
 */
final class StoredPlan {
  static final int VERSION = 3;

  private StoredPlan() {}

  static Map<String, Object> write(FileDecision decision) {
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put("version", VERSION);
    stored.put("account", decision.account());
    stored.put("target", decision.target());
    stored.put("owner", decision.dataset().owner());
    stored.put("id", decision.dataset().id());
    stored.put("fileName", decision.fileName());
    stored.put("number", decision.number());
    stored.put("rows", decision.rows());
    stored.put("bytes", decision.bytes());
    stored.put("sha256", decision.sha256());
    stored.put("compared", decision.compared());
    stored.put("unchanged", decision.unchanged());
    stored.put("before", decision.before().map(StoredPlan::file).orElse(null));
    stored.put("similar", decision.similar().stream().map(StoredPlan::file).toList());
    stored.put("waitForIngest", decision.waitForIngest());
    stored.put("settleMillis", decision.settle().toMillis());
    stored.put("warnings", decision.warnings());
    return stored;
  }

  /**
   * The decision that was written.
   *
   * @throws WritebackException if it is of another version or not whole
   */
  static FileDecision read(Map<String, Object> stored) {
    if (!Integer.valueOf(VERSION).equals(stored.get("version"))) {
      throw unknown("is of version " + stored.get("version") + ", this is version " + VERSION);
    }
    try {
      return new FileDecision(
          (String) stored.get("account"),
          (String) stored.get("target"),
          new DatasetKey((String) stored.get("owner"), (String) stored.get("id")),
          (String) stored.get("fileName"),
          ((Number) stored.get("number")).longValue(),
          ((Number) stored.get("rows")).longValue(),
          ((Number) stored.get("bytes")).longValue(),
          (String) stored.get("sha256"),
          (Boolean) stored.get("compared"),
          (Boolean) stored.get("unchanged"),
          Optional.ofNullable((Map<?, ?>) stored.get("before")).map(StoredPlan::file),
          ((List<?>) stored.get("similar"))
              .stream().map(one -> StoredPlan.file((Map<?, ?>) one)).toList(),
          (Boolean) stored.get("waitForIngest"),
          Duration.ofMillis(((Number) stored.get("settleMillis")).longValue()),
          ((List<?>) stored.get("warnings")).stream().map(String.class::cast).toList());
    } catch (ClassCastException | NullPointerException e) {
      throw unknown("is not whole");
    }
  }

  private static Map<String, Object> file(DatasetState.StoredFile file) {
    return Map.of("name", file.name(), "bytes", file.bytes(), "updated", file.updated());
  }

  private static DatasetState.StoredFile file(Map<?, ?> stored) {
    return new DatasetState.StoredFile(
        Objects.requireNonNull((String) stored.get("name")),
        ((Number) stored.get("bytes")).longValue(),
        Objects.requireNonNull((String) stored.get("updated")));
  }

  private static WritebackException unknown(String why) {
    return new WritebackException(Code.PLAN_UNKNOWN, "the stored plan of the run " + why);
  }
}
