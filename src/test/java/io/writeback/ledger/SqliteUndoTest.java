package io.writeback.ledger;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteUndoTest extends UndoContract {
  @TempDir Path folder;

  @Override
  LedgerAddress address() {
    return new LedgerAddress.InDirectory(folder);
  }
}
