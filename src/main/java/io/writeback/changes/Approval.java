package io.writeback.changes;

/** When a run that would change something waits for a person. */
public enum Approval {
  NEVER,
  OVER_BUDGET,
  ALWAYS
}
