package io.writeback.ledger;

class PostgresHostLimitsTest extends HostLimitsContract {
  private final LedgerAddress.Postgres address = Postgres.database();

  @Override
  LedgerAddress address() {
    return address;
  }
}
