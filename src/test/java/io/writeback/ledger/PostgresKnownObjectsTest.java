package io.writeback.ledger;

class PostgresKnownObjectsTest extends KnownObjectsContract {
  private final LedgerAddress.Postgres address = Postgres.database();

  @Override
  LedgerAddress address() {
    return address;
  }
}
