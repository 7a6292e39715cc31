package io.writeback.ledger;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteHeartbeatsTest extends HeartbeatsContract {
  @TempDir Path folder;

  @Override
  LedgerAddress address() {
    return new LedgerAddress.InDirectory(folder);
  }
}
