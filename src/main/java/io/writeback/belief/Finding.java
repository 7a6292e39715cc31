package io.writeback.belief;

/** A belief, and what its probe has seen. */
public record Finding(Belief belief, Seen seen) {
  public boolean isWrong() {
    return seen.result() == Seen.Result.DOES_NOT_HOLD;
  }
}
