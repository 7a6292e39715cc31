package io.writeback.ledger;

import java.util.Objects;

/**
 * What known objects belong to: those of another writeback, account or target are others.
 *
 * @param account the address of the account
 */
public record KnownScope(String writeback, String account, String target) {
  public KnownScope {
    Objects.requireNonNull(writeback);
    Objects.requireNonNull(account);
    Objects.requireNonNull(target);
  }

  /** A number of its own. */
  public long id() {
    return FingerprintScope.number(writeback, account, target);
  }
}
