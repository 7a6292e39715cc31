package io.writeback.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Whether the process is ready for work: what it needs, by name, up or down. */
public final class Health {
  private final Map<String, BooleanSupplier> needs;

  /**
   * @param needs in the order in which they are reported; one that throws is down
   */
  public Health(Map<String, BooleanSupplier> needs) {
    this.needs = new LinkedHashMap<>(needs);
  }

  /** That the process answers at all. */
  ApiResponse live() {
    return ApiResponse.of(200, Map.of(), Map.of("status", "up"));
  }

  ApiResponse ready() {
    Map<String, String> checks = new LinkedHashMap<>();
    needs.forEach((name, isUp) -> checks.put(name, word(isUp)));
    boolean up = checks.values().stream().allMatch("up"::equals);
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", up ? "up" : "down");
    content.put("checks", checks);
    return ApiResponse.of(up ? 200 : 503, Map.of(), content);
  }

  private static String word(BooleanSupplier isUp) {
    try {
      return isUp.getAsBoolean() ? "up" : "down";
    } catch (RuntimeException e) {
      return "down";
    }
  }
}
