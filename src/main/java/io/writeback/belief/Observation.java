package io.writeback.belief;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.function.Supplier;

/**
 * What a probe has seen.
 *
 * @param result what follows for the belief
 * @param words what was seen, or why nothing follows from it; no secret
 */
public record Observation(Result result, String words) {
  /** What a probe says about a belief. */
  public enum Result {
    HOLDS("holds"),
    DOES_NOT_HOLD("does not hold"),
    INCONCLUSIVE("inconclusive"),
    NOT_PROBED("not probed");

    private final String words;

    Result(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  public static Observation holds(String words, Object... arguments) {
    return new Observation(Result.HOLDS, words.formatted(arguments));
  }

  public static Observation wrong(String words, Object... arguments) {
    return new Observation(Result.DOES_NOT_HOLD, words.formatted(arguments));
  }

  public static Observation unknown(String words, Object... arguments) {
    return new Observation(Result.INCONCLUSIVE, words.formatted(arguments));
  }

  /** What the question shows; that it does not hold if asking fails with the code. */
  public static Observation unless(Code code, Supplier<Observation> question) {
    try {
      return question.get();
    } catch (WritebackException e) {
      if (e.code() == code) {
        return wrong("%s", e.problems().get(0).message());
      }
      throw e;
    }
  }

  /** Holds if the condition does; the words say what was seen in either case. */
  public static Observation that(boolean condition, String words, Object... arguments) {
    return condition ? holds(words, arguments) : wrong(words, arguments);
  }
}
