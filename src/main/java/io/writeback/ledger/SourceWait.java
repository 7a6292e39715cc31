package io.writeback.ledger;

import java.time.Instant;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * What a run has waited for before its source had its rows.
 *
 * @param settles whether it waits until the source has settled
 * @param exports in a row that did not fit
 * @param version the state of the source that it saw first, or null
 * @param seenAt when it saw that state, or null
 */
public record SourceWait(
    boolean settles, int exports, @ColumnName("seen_version") String version, Instant seenAt) {
  /** A run that waits for nothing. */
  public static final SourceWait NONE = new SourceWait(false, 0, null, null);
}
