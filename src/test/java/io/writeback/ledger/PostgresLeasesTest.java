package io.writeback.ledger;

class PostgresLeasesTest extends LeasesContract {
  @Override
  LedgerAddress address() {
    return Postgres.database();
  }
}
