package io.writeback.console;

import io.writeback.ledger.OpenAlert;
import java.time.Instant;
import java.util.List;

/**
 * All writebacks, and what needs a person.
 *
 * @param alerts the open alerts
 * @param needsPerson runs, of which there may be no alert
 * @param showValues whether reasons, which may have cell values in them, are shown
 */
public record WritebacksPage(
    List<OpenAlert> alerts, List<RunRow> needsPerson, List<Listed> writebacks, boolean showValues) {
  public WritebacksPage {
    alerts = List.copyOf(alerts);
    needsPerson = List.copyOf(needsPerson);
    writebacks = List.copyOf(writebacks);
  }

  /**
   * A writeback.
   *
   * @param problems what is wrong with its route
   * @param last its last run; null if there was none
   * @param next when a schedule starts it next; null if none does
   * @param startedBy what starts it, in words
   */
  public record Listed(
      String name,
      String description,
      List<String> problems,
      RunRow last,
      Instant next,
      String startedBy,
      RunBars bars) {
    public Listed {
      problems = List.copyOf(problems);
    }
  }

  public int barsLength() {
    return RunBars.RUNS;
  }

  /** Why a run ended early, as far as it may be shown. */
  public String reason(RunRow run) {
    return Reasons.shown(run.code(), run.reason(), showValues);
  }
}
