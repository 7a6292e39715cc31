package io.writeback.destination;

import java.time.Duration;
import java.util.Objects;

/**
 * A run sends only rows that differ from what was confirmed last.
 *
 * @param account the address of the account: another one holds other values
 * @param keyColumn the column with the keys: another one finds other records
 * @param fullEvery when the last run that sent every row was longer ago than this, the next one
 *     does again
 */
public record ChangedMode(String account, String keyColumn, Duration fullEvery) {
  public ChangedMode {
    Objects.requireNonNull(account);
    Objects.requireNonNull(keyColumn);
    if (fullEvery.isNegative()) {
      throw new IllegalArgumentException("fullEvery is " + fullEvery);
    }
  }
}
