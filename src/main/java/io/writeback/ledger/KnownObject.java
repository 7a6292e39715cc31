package io.writeback.ledger;

import io.writeback.rows.Digest;
import java.util.Objects;

/**
 * An object that a writeback has written.
 *
 * @param key the 128 bits of its key, as the mapper of its plan has them
 * @param match a digest of the value of the field by which its row is found; {@link Digest#NONE} if
 *     there is none
 * @param run the accepted number of the last run that wrote it; 0 once what it holds is not the
 *     writeback's any more
 */
public record KnownObject(Digest key, Digest match, long run) {
  public KnownObject {
    Objects.requireNonNull(key);
    Objects.requireNonNull(match);
  }
}
