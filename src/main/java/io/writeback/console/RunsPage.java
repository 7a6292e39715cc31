package io.writeback.console;

import java.util.List;

/**
 * A page of runs, the newest first.
 *
 * @param writeback only of this one; "" for all
 * @param state only in this one; "" for all
 * @param older the address of the next page; null if this is the last
 */
public record RunsPage(
    List<RunRow> runs,
    List<String> writebacks,
    List<String> states,
    String writeback,
    String state,
    String older) {
  public RunsPage {
    runs = List.copyOf(runs);
    writebacks = List.copyOf(writebacks);
    states = List.copyOf(states);
  }
}
