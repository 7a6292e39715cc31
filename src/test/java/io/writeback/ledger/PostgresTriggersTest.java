package io.writeback.ledger;

final class PostgresTriggersTest extends TriggersContract {
  private final LedgerAddress.Postgres address = Postgres.database();

  @Override
  LedgerAddress address() {
    return address;
  }
}
