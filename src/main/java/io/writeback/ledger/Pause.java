package io.writeback.ledger;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * Why a run stands still, and until when.
 *
 * @param until when it goes on by itself; null if a person has to let it go on
 */
public record Pause(Kind kind, Instant since, Instant until) {
  /** What it waits for. */
  public enum Kind {
    /** The destination asked to be left alone. */
    THROTTLE,
    /** The destination cannot be reached, or does not answer as it should. */
    OUTAGE,
    /** The source does not have the rows yet, or not all of them. */
    SOURCE,
    /** Somebody has to put the credentials right. */
    AUTH,
    /** Somebody has to put an address, a certificate or a right right. */
    CONFIGURATION,
    /** Somebody has to look at a DataSet that lost many rows. */
    SHRUNK,
    /** It took longer than a run may: somebody has to say whether it is still wanted. */
    DEADLINE;

    /** Whether it passes without anybody doing anything. */
    public boolean passes() {
      return this == THROTTLE || this == OUTAGE || this == SOURCE;
    }

    /** As people read it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Pause {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(since);
  }

  /** Whether only a person lets it go on. */
  public boolean waitsForPerson() {
    return until == null;
  }

  /** Whether it is time to go on. */
  public boolean isOver(Instant now) {
    return until != null && !until.isAfter(now);
  }
}
