package io.writeback.destination.workiva;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A decision as it is kept for a resume and for the next run: names and values, and back.
 *
 * <p>Whoever changes what is written here, or what a written name means, raises the version.
 */
final class StoredPlan {
  static final int VERSION = 1;

  private StoredPlan() {}

  static Map<String, Object> write(WorkivaDecision decision) {
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put("version", VERSION);
    stored.put("account", decision.account());
    stored.put("target", decision.target());
    stored.put("spreadsheet", decision.spreadsheet());
    stored.put("sheet", decision.sheet());
    stored.put("region", decision.region());
    stored.put("area", decision.area().stored());
    stored.put("data", decision.data().stored());
    stored.put("rows", decision.rows());
    stored.put("header", decision.header());
    stored.put("records", decision.records());
    stored.put("bytes", decision.bytes());
    stored.put("single", decision.single());
    stored.put("warnings", decision.warnings());
    return stored;
  }

  /**
   * The decision that was written.
   *
   * @throws WritebackException if it is of another version or not whole
   */
  static WorkivaDecision read(Map<String, Object> stored) {
    if (!Integer.valueOf(VERSION).equals(stored.get("version"))) {
      throw unknown("is of version " + stored.get("version") + ", this is version " + VERSION);
    }
    try {
      return new WorkivaDecision(
          (String) stored.get("account"),
          (String) stored.get("target"),
          (String) stored.get("spreadsheet"),
          (String) stored.get("sheet"),
          (String) stored.get("region"),
          area(stored, "area"),
          area(stored, "data"),
          ((Number) stored.get("rows")).longValue(),
          (Boolean) stored.get("header"),
          ((Number) stored.get("records")).intValue(),
          ((Number) stored.get("bytes")).longValue(),
          (Boolean) stored.get("single"),
          ((List<?>) stored.get("warnings")).stream().map(String.class::cast).toList());
    } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
      throw unknown("is not whole");
    }
  }

  private static Area area(Map<String, Object> stored, String name) {
    List<Integer> ends =
        ((List<?>) stored.get(name)).stream().map(end -> ((Number) end).intValue()).toList();
    return new Area(ends.get(0), ends.get(1), ends.get(2), ends.get(3));
  }

  private static WritebackException unknown(String why) {
    return new WritebackException(Code.PLAN_UNKNOWN, "the stored plan of the run " + why);
  }
}
