package io.writeback.console;

import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.problem.Count;
import io.writeback.run.PlannedChanges;
import io.writeback.view.StateText;
import java.time.Instant;
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
      RunStart start, Catalogue.Writeback writeback, RunRow last, List<RunEntry> unfinished) {
    String name = writeback.name();
    List<String> says = new ArrayList<>();
    switch (start) {
      case RUN -> {
        says.add("Reads the rows of %s and sends them as its route says.".formatted(name));
        says.add("Values in the destination are overwritten.");
      }
      case FULL_RUN -> {
        says.add(
            "Reads the rows of %s and sends every one, also those that did not change."
                .formatted(name));
        says.add("Values in the destination are overwritten.");
      }
      case PLAN -> {
        says.add(
            "Reads the rows of %s and what the destination holds, and shows what a run would change."
                .formatted(name));
        says.add("Nothing is written to the destination until a person approves it.");
      }
    }
    if (last != null && last.rows() != null) {
      says.add(
          String.format(
              Locale.ROOT, "Its last run had %,d rows and took %s.", last.rows(), last.length()));
    }
    unfinished.stream().map(Confirmations::unfinished).forEach(says::add);
    return new ConfirmPage(
        heading(start) + name,
        says,
        List.of(),
        "/writebacks/" + name + "/" + start.path(),
        button(start),
        "/writebacks/" + name);
  }

  private static String heading(RunStart start) {
    return switch (start) {
      case RUN -> "Run ";
      case FULL_RUN -> "Full run of ";
      case PLAN -> "Plan of ";
    };
  }

  private static String button(RunStart start) {
    return switch (start) {
      case RUN -> "Run now";
      case FULL_RUN -> "Send every row";
      case PLAN -> "Plan";
    };
  }

  private static String unfinished(RunEntry run) {
    if (run.waitsForApproval()) {
      return "Run %s waits for approval; it is not in the way, and ends once a later run has written."
          .formatted(run.id());
    }
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
   * @param planned what it would change; null if that is not known
   * @param rows the selected rows; null for all of them
   */
  static ConfirmPage of(
      RunAction action, RunEntry run, long open, PlannedChanges planned, BitSet rows) {
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
        says(action, run, open, planned, rows),
        fields,
        "/runs/" + run.id() + "/" + action.path(),
        action.label()
            + (action == RunAction.CANCEL || action == RunAction.REJECT ? " the run" : ""),
        back);
  }

  private static List<String> says(
      RunAction action, RunEntry run, long open, PlannedChanges planned, BitSet rows) {
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
      case APPROVE -> approval(planned);
      case REJECT ->
          List.of(
              "Nothing of it is sent, and the run cannot be resumed.",
              "A later run finds out again what it would change.");
      case CANCEL ->
          List.of(
              "Rows that were not sent stay unsent, and the run cannot be resumed.",
              "What is in flight is finished first. What was written stays written.");
      case UNDO ->
          List.of(
              "Finds what the destination still holds of what the run wrote, and shows what it would put back.",
              "Nothing is written to the destination until a person approves it.",
              "What someone changed since is kept, and named.",
              "It is a run of its own, and the next run of %s writes its rows again."
                  .formatted(run.writeback()));
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

  private static List<String> approval(PlannedChanges planned) {
    List<String> says = new ArrayList<>();
    if (planned != null) {
      says.add(
          String.format(
              Locale.ROOT,
              "Sends the %s of %s that its page of changes shows, and nothing else.",
              Count.of(planned.changes().cells(), "change"),
              Count.of(planned.changes().rows().changed(), "row")));
      says.add(
          "The destination was looked at %s. It is looked at again before each row is written: what someone changed since is not overwritten, and its row is rejected (WB-306)."
              .formatted(StateText.time(Instant.ofEpochMilli(planned.millis()))));
    }
    says.add("Who approves it is recorded with the run.");
    return says;
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
