package io.writeback.ledger;

class PostgresFiguresTest extends FiguresContract {
  private final LedgerAddress.Postgres address = Postgres.database();

  @Override
  LedgerAddress address() {
    return address;
  }
}
