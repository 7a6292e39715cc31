package io.writeback.ledger;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jdbi.v3.core.mapper.PropagateNull;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * Why a run is paused, and until when.
 *
 * @param until when it resumes by itself; null if a person has to resume it
 */
public record Pause(
    @PropagateNull @ColumnName("pause_kind") Kind kind,
    @ColumnName("paused_at") Instant since,
    @ColumnName("resume_at") Instant until) {
  /** What it waits for. */
  public enum Kind {
    /** The destination asked for fewer requests. */
    THROTTLE,
    /** The destination cannot be reached, or does not answer as it should. */
    OUTAGE,
    /** The source does not have the rows yet, or not all of them. */
    SOURCE,
    /** A person has to correct the credentials. */
    AUTH,
    /** A person has to correct an address, a certificate or a permission. */
    CONFIGURATION,
    /** A person has to check a DataSet that lost many rows. */
    SHRUNK,
    /** It exceeded the run deadline: a person has to decide whether it is still wanted. */
    DEADLINE,
    /** A person has to approve what it would change. */
    APPROVAL,
    /** A person paused it. */
    REQUESTED;

    /** Whether it passes without a person's doing. */
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

  /** Whether a person has to resume it. */
  public boolean waitsForPerson() {
    return until == null;
  }

  /** Whether it is time to resume. */
  public boolean isOver(Instant now) {
    return until != null && !until.isAfter(now);
  }
}
