package io.writeback.console;

import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what an action will do, before it is done. */
final class Confirmations {
  private Confirmations() {}

  /**
   * @param last the last run of the writeback; null if there was none
   */
  static ConfirmPage run(Catalogue.Writeback writeback, boolean full, RunRow last) {
    String name = writeback.name();
    List<String> says = new ArrayList<>();
    says.add(
        full
            ? "Reads the rows of %s and sends every one, also those that did not change."
                .formatted(name)
            : "Reads the rows of %s and sends them as its route says.".formatted(name));
    says.add("Values in the destination are overwritten.");
    if (last != null && last.rows() != null) {
      says.add(
          String.format(
              Locale.ROOT, "Its last run had %,d rows and took %s.", last.rows(), last.length()));
    }
    if (last != null && last.tone() == Tone.BUSY) {
      says.add("A run of it is under way: this one comes after it.");
    }
    return new ConfirmPage(
        (full ? "Full run of " : "Run ") + name,
        says,
        List.of(),
        "/writebacks/" + name + (full ? "/full-run" : "/run"),
        full ? "Send every row" : "Run now",
        "/writebacks/" + name);
  }

  /**
   * @param open how many of its rejects no later run has written
   * @param rows the numbers of selected rows; empty for all
   */
  static ConfirmPage of(RunAction action, RunSummary summary, long open, List<String> rows) {
    RunEntry run = summary.run();
    String back = "/runs/" + run.id() + (action == RunAction.REPLAY ? "/rejects" : "");
    return new ConfirmPage(
        heading(action, rows) + " run " + run.id(),
        switch (action) {
          case PAUSE ->
              List.of(
                  "What is in flight is finished, and its answers are recorded.",
                  "The other rows wait until a person resumes the run; it goes on where it stopped.",
                  "Other runs of " + run.writeback() + " wait behind it.");
          case RESUME ->
              List.of(
                  "It goes on where it stopped, with the rows and the plan that it began with.",
                  "Rows in doubt are sent again, with the same values.");
          case CANCEL ->
              List.of(
                  "Rows that were not sent stay unsent, and the run cannot be resumed.",
                  "What is in flight is finished first. What was written stays written.");
          case REPLAY ->
              List.of(
                  rows.isEmpty()
                      ? String.format(
                          Locale.ROOT, "Sends its %,d open rejects again, as they were.", open)
                      : String.format(
                          Locale.ROOT,
                          "Sends %,d selected rejects again, as they were.",
                          rows.size()),
                  "They are a run of their own, with the current mapping of "
                      + run.writeback()
                      + ".",
                  "Values in the destination are overwritten.");
        },
        rows.stream().map(row -> new ConfirmPage.Field("row", row)).toList(),
        "/runs/" + run.id() + "/" + action.path(),
        action.label() + (action == RunAction.CANCEL ? " the run" : ""),
        back);
  }

  private static String heading(RunAction action, List<String> rows) {
    return action == RunAction.REPLAY
        ? "Replay " + (rows.isEmpty() ? "the rejects" : rows.size() + " rejects") + " of"
        : action.label();
  }
}
