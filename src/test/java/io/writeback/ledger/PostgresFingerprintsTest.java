package io.writeback.ledger;

import java.sql.Connection;
import java.sql.SQLException;

class PostgresFingerprintsTest extends FingerprintsContract {
  private final LedgerAddress.Postgres address = Postgres.database();

  @Override
  LedgerAddress address() {
    return address;
  }

  @Override
  Connection connection() throws SQLException {
    return Postgres.connection(address);
  }
}
