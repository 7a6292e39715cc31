package io.writeback.ledger;

class PostgresHeartbeatsTest extends HeartbeatsContract {
  private final LedgerAddress.Postgres address = Postgres.database();

  @Override
  LedgerAddress address() {
    return address;
  }
}
