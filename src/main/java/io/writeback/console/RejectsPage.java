package io.writeback.console;

import io.writeback.ledger.RejectRow;
import io.writeback.ledger.RejectStore;
import java.util.List;

/**
 * A page of the rejects of a run.
 *
 * @param open how many no later run has written
 * @param codes those of the run's most frequent causes
 * @param more the address of the rows that follow; null if there are none
 */
public record RejectsPage(
    RunRow run,
    RejectStore.Filter filter,
    List<RejectRow> rejects,
    long open,
    List<String> codes,
    List<String> columns,
    String more,
    String csv,
    boolean showValues) {
  static final int ROWS = 100;

  public RejectsPage {
    rejects = List.copyOf(rejects);
    codes = List.copyOf(codes);
    columns = List.copyOf(columns);
  }
}
