package io.writeback.ledger;

class PostgresAlertsTest extends AlertsContract {
  private final LedgerAddress.Postgres address = Postgres.database();

  @Override
  LedgerAddress address() {
    return address;
  }
}
