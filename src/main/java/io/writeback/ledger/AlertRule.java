package io.writeback.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an alert is about. */
public enum AlertRule {
  /** A run ended FAILED or STOPPED, and is not tried again. */
  FAILED,
  /** A run ended with more rejects and differences than allowed. */
  REJECTS,
  /** A schedule fired, and no run was accepted for it in time. */
  NOT_STARTED,
  /** A run takes, or took, far longer than usual. */
  SLOW,
  /** A run has far fewer rows than usual. */
  FEW_ROWS,
  /** A run is paused until a person resumes it. */
  PAUSED,
  /** The results of a run are not where they belong. */
  RESULTS_UNDELIVERED;

  /** As it is written in keys and messages: {@code not-started}. */
  @JsonValue
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return key();
  }
}
