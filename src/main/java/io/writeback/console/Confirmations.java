package io.writeback.console;

import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.problem.Count;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** Says what an action will do, before it is done. */
final class Confirmations {
  private Confirmations() {}

  /**
   * @param last the last run of the writeback; null if there was none
   * @param unfinished its runs that have not ended, or can be resumed
   */
  static ConfirmPage run(
      Catalogue.Writeback writeback, boolean full, RunRow last, List<RunEntry> unfinished) {
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
    unfinished.stream().map(Confirmations::unfinished).forEach(says::add);
    return new ConfirmPage(
        (full ? "Full run of " : "Run ") + name,
        says,
        List.of(),
        "/writebacks/" + name + (full ? "/full-run" : "/run"),
        full ? "Send every row" : "Run now",
        "/writebacks/" + name);
  }

  private static String unfinished(RunEntry run) {
    if (run.waitsForPerson() || run.state() == RunState.STOPPED) {
      return "Run %s is %s and waits for a person: this one may have to wait until it is resumed or cancelled."
          .formatted(run.id(), RunRow.words(run.state().name()));
    }
    return run.state() == RunState.ACCEPTED
        ? "Run %s may still wait for its turn: if so, it answers this request too, and no other is made."
            .formatted(run.id())
        : "Run %s has not ended: this one comes after it.".formatted(run.id());
  }

  /**
   * @param open how many of its rejects no later run has written
   * @param rows the selected rows; null for all of them
   */
  static ConfirmPage of(RunAction action, RunEntry run, long open, BitSet rows) {
    String back = "/runs/" + run.id() + (action == RunAction.REPLAY ? "/rejects" : "");
    List<ConfirmPage.Field> fields = new ArrayList<>();
    if (action == RunAction.REPLAY) {
      fields.add(new ConfirmPage.Field("scope", rows == null ? "all" : "selected"));
      if (rows != null) {
        rows.stream()
            .forEach(row -> fields.add(new ConfirmPage.Field("row", Integer.toString(row))));
      }
    }
    return new ConfirmPage(
        "%s run %s".formatted(heading(action, rows), run.id()),
        says(action, run, open, rows),
        fields,
        "/runs/" + run.id() + "/" + action.path(),
        action.label() + (action == RunAction.CANCEL ? " the run" : ""),
        back);
  }

  private static List<String> says(RunAction action, RunEntry run, long open, BitSet rows) {
    return switch (action) {
      case PAUSE ->
          List.of(
              "What is in flight is finished, and its answers are recorded.",
              "The other rows wait until a person resumes the run; it continues where it stopped.",
              "Other runs on its target may have to wait behind it.");
      case RESUME ->
          List.of(
              "It continues where it stopped, with the rows and the plan that it began with.",
              "Rows in doubt are sent again, with the same values.");
      case CANCEL ->
          List.of(
              "Rows that were not sent stay unsent, and the run cannot be resumed.",
              "What is in flight is finished first. What was written stays written.");
      case REPLAY ->
          List.of(
              rows == null
                  ? "Sends its %s again, as they were.".formatted(rejects("open", open))
                  : "Sends %s again, as they were; those that a later run has written are left out."
                      .formatted(rejects("selected", rows.cardinality())),
              "They are a run of their own, with the current mapping of " + run.writeback() + ".",
              "If exactly these were sent again before, nothing is sent now.",
              "Values in the destination are overwritten.");
    };
  }

  private static String rejects(String which, long count) {
    return Count.of(count, which + " reject", which + " rejects");
  }

  private static String heading(RunAction action, BitSet rows) {
    return action == RunAction.REPLAY
        ? "Replay "
            + (rows == null ? "the rejects" : rejects("selected", rows.cardinality()))
            + " of"
        : action.label();
  }
}
