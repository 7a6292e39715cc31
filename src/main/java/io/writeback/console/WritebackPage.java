package io.writeback.console;

import io.writeback.ledger.WatchedDataset;
import java.util.List;
import java.util.Map;

/**
 * A writeback and its last runs.
 *
 * @param source of its last run; null if there was none
 * @param target of its last run; null if it had none
 * @param mapping the columns that its last run wrote, each with its field
 * @param series rows, rejects and seconds of its complete runs over time, as JSON for a chart
 */
public record WritebackPage(
    Catalogue.Writeback writeback,
    List<Next> schedules,
    List<WatchedDataset> watched,
    String source,
    String target,
    Map<String, String> mapping,
    List<RunRow> runs,
    String series) {
  public WritebackPage {
    schedules = List.copyOf(schedules);
    watched = List.copyOf(watched);
    runs = List.copyOf(runs);
  }

  /**
   * A schedule.
   *
   * @param shown its next fire in its own zone
   */
  public record Next(String timing, String shown) {}
}
