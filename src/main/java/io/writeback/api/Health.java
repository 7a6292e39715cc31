package io.writeback.api;

import io.writeback.problem.Reason;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether the process is ready for work: what it needs, by name, up or down, and why. */
public final class Health {
  private final Map<String, Check> checks;

  /** Looks at something that the process needs. */
  @FunctionalInterface
  public interface Check {
    Finding now();
  }

  /**
   * What a check found.
   *
   * @param why one sentence
   */
  public record Finding(Word word, String why) {
    /** How it is. */
    public enum Word {
      UP("up"),
      /** Something for a person to look at; the process works. */
      WARN("warn"),
      DOWN("down");

      private final String text;

      Word(String text) {
        this.text = text;
      }
    }

    public static Finding up(String why) {
      return new Finding(Word.UP, why);
    }

    public static Finding warn(String why) {
      return new Finding(Word.WARN, why);
    }

    public static Finding down(String why) {
      return new Finding(Word.DOWN, why);
    }

    /**
     * Up, or down for a reason.
     *
     * @param reason "" if it is up
     */
    public static Finding of(String up, String reason) {
      return reason.isEmpty() ? up(up) : down(reason);
    }
  }

  /**
   * @param checks in the order in which they are reported; one that throws is down
   */
  public Health(Map<String, Check> checks) {
    this.checks = new LinkedHashMap<>(checks);
  }

  /** That the process answers at all. */
  ApiResponse live() {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", "up");
    content.put("reasons", Map.of("process", "the process responds"));
    return ApiResponse.of(200, Map.of(), content);
  }

  ApiResponse ready() {
    Map<String, String> words = new LinkedHashMap<>();
    Map<String, String> reasons = new LinkedHashMap<>();
    boolean up = true;
    for (Map.Entry<String, Check> check : checks.entrySet()) {
      Finding finding = finding(check.getValue());
      words.put(check.getKey(), finding.word().text);
      reasons.put(check.getKey(), finding.why());
      up &= finding.word() != Finding.Word.DOWN;
    }
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", up ? "up" : "down");
    content.put("checks", words);
    content.put("reasons", reasons);
    return ApiResponse.of(up ? 200 : 503, Map.of(), content);
  }

  private static Finding finding(Check check) {
    try {
      return check.now();
    } catch (RuntimeException e) {
      return Finding.down("it cannot be checked: " + Reason.of(e));
    }
  }
}
