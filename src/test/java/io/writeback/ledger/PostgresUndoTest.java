package io.writeback.ledger;

class PostgresUndoTest extends UndoContract {
  private final LedgerAddress.Postgres address = Postgres.database();

  @Override
  LedgerAddress address() {
    return address;
  }
}
