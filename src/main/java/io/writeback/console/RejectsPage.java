package io.writeback.console;

import io.writeback.ledger.RejectStore;
import java.util.List;

/**
 * A page of the rejects of a run.
 *
 * @param cause the only cause that is shown, in words; "" for all
 * @param causeRow the row that stands for it in addresses; 0 for all
 * @param open how many no later run has written
 * @param codes those of the run's most frequent causes
 * @param more the address of the rows that follow; null if there are none
 */
public record RejectsPage(
    RunRow run,
    RejectStore.Filter filter,
    String cause,
    long causeRow,
    List<Line> rejects,
    long open,
    List<String> codes,
    List<String> columns,
    String more,
    boolean showValues) {
  static final int ROWS = 100;

  /**
   * A reject.
   *
   * @param reason why it was rejected, as far as it may be shown
   * @param writtenBy the later run that wrote it; null while it is open
   */
  public record Line(
      long row, String key, String code, String column, String reason, String writtenBy) {}

  public RejectsPage {
    rejects = List.copyOf(rejects);
    codes = List.copyOf(codes);
    columns = List.copyOf(columns);
  }
}
