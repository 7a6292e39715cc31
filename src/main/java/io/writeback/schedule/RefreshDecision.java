package io.writeback.schedule;

import io.writeback.ledger.WatchedDataset;
import java.util.Optional;

/** What follows from a look at a DataSet. */
public enum RefreshDecision {
  /** It is as it was. */
  NOTHING,
  /** Its state is recorded, and no run begins. */
  REMEMBER,
  /** It was refreshed: a run begins. */
  RUN;

  /** What the first look leads to: whether the DataSet was refreshed before it is unknown. */
  public enum OnFirst {
    REMEMBER,
    RUN
  }

  /**
   * @param known what was seen before, if there was a look
   * @param version identifies its present state; "" for a DataSet that was never filled
   */
  public static RefreshDecision of(
      Optional<WatchedDataset> known, String version, OnFirst onFirst) {
    String before = known.map(WatchedDataset::version).orElse(null);
    if (before == null) {
      return onFirst == OnFirst.RUN && !version.isEmpty() ? RUN : REMEMBER;
    }
    if (before.equals(version)) {
      return known.get().code() == null ? NOTHING : REMEMBER;
    }
    return version.isEmpty() ? REMEMBER : RUN;
  }
}
