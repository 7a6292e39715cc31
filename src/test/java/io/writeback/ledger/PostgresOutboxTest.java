package io.writeback.ledger;

class PostgresOutboxTest extends OutboxContract {
  private final LedgerAddress.Postgres address = Postgres.database();

  @Override
  LedgerAddress address() {
    return address;
  }
}
