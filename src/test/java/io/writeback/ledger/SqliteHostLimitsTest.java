package io.writeback.ledger;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteHostLimitsTest extends HostLimitsContract {
  @TempDir Path folder;

  @Override
  LedgerAddress address() {
    return new LedgerAddress.InDirectory(folder);
  }
}
