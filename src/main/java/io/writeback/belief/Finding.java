package io.writeback.belief;

/** A belief, and what its probe has seen. */
public record Finding(Belief belief, Observation seen) {
  public boolean isWrong() {
    return seen.result() == Observation.Result.DOES_NOT_HOLD;
  }
}
