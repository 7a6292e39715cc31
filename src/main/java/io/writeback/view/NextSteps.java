package io.writeback.view;

import io.writeback.ledger.Pause;
import io.writeback.run.Report;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a person can do about a run.
 *
 * @param surface where the person reads it
 * @param openRejects how many of its rejects no later run has written
 * @param held whether a process executes runs of the data directory
 * @param cancelAsked whether it was asked to cancel
 * @param overtakenBy a later run that sent to the same target
 * @param takenRows the folder of rows that are nowhere else
 */
record NextSteps(
    Surface surface,
    Report run,
    long openRejects,
    boolean held,
    boolean cancelAsked,
    Optional<String> overtakenBy,
    Optional<Path> takenRows) {
  /** One sentence each, the first thing first; none if there is nothing to do. */
  List<String> list() {
    List<String> steps = new ArrayList<>();
    switch (run.state()) {
      case ACCEPTED, SNAPSHOT, RUNNING -> {
        if (held) {
          steps.add(
              cancelAsked
                  ? "it is being cancelled: its requests in flight are finished first"
                  : "a process is executing runs here: check again later, or "
                      + by("./writeback cancel " + run.run(), "Cancel"));
        } else {
          steps.add("its process stopped before the run finished; no rows were lost");
          resume(steps);
        }
      }
      case PAUSED -> {
        cause(steps);
        if (Pause.Kind.APPROVAL.word().equals(run.pause())) {
          approval(steps);
        } else {
          paused(steps);
          resume(steps);
        }
      }
      case STOPPED -> {
        cause(steps);
        resume(steps);
      }
      case FAILED -> {
        cause(steps);
        rejects(steps);
        steps.add(startAgain("start again with "));
      }
      case COMPLETE_WITH_REJECTS -> {
        rejects(steps);
        differences(steps);
      }
      case CANCELLED -> {
        rejects(steps);
        steps.add(startAgain("to send its rows after all, start again: "));
      }
      case COMPLETE -> {}
    }
    return steps;
  }

  private void cause(List<String> steps) {
    if (run.code() != null) {
      steps.add(
          "%s: %s; docs/errors.md has what helps".formatted(run.code(), run.code().meaning()));
    }
  }

  private void paused(List<String> steps) {
    if (run.resumesAt() == null) {
      steps.add(
          run.pause() == null
              ? "it is paused until a person resumes it"
              : "it is paused (%s) until a person resolves that".formatted(run.pause()));
    } else {
      steps.add(
          "it is paused (%s) and resumes by itself at %s%s"
              .formatted(
                  run.pause(),
                  StateText.time(Instant.parse(run.resumesAt())),
                  held
                      ? ""
                      : ", if a process executes runs then: ./writeback start, or a run that waits"));
    }
  }

  private void approval(List<String> steps) {
    if (overtakenBy.isPresent()) {
      steps.add(
          "run %s has written to the same target since: nothing of this one can be sent; make a new plan: %s"
              .formatted(
                  overtakenBy.get(),
                  by(
                      "./writeback plan " + run.writeback(),
                      "Plan on the page of " + run.writeback())));
      return;
    }
    steps.add(
        "look at what it would change: "
            + by("./writeback changes " + run.run(), "What it would change"));
    steps.add("send exactly that: " + by("./writeback apply " + run.run(), "Approve"));
    steps.add("or send nothing of it: " + by("./writeback reject " + run.run(), "Reject"));
  }

  private void resume(List<String> steps) {
    if (overtakenBy.isPresent()) {
      steps.add(
          ("run %s has written to the same target since: resuming would write older values over"
                  + " newer ones; cancel it with %s")
              .formatted(overtakenBy.get(), by("./writeback cancel " + run.run(), "Cancel")));
      return;
    }
    steps.add(
        (run.pause() == null ? "resume where it stopped: " : "resume at once: ")
            + by("./writeback resume", "Resume"));
    if (run.tally().inDoubt() > 0) {
      steps.add("rows in doubt are sent again then, with the same values");
    }
    steps.add("or cancel it: " + by("./writeback cancel " + run.run(), "Cancel"));
  }

  /** Rows that are read again are sent by the next run; row messages came once. */
  private String startAgain(String start) {
    if (run.undoes() != null) {
      return "make a new plan of what is left: ./writeback undo " + run.undoes();
    }
    return takenRows
        .map(
            folder ->
                ("its row messages are in %s and no run sends them again by itself;"
                        + " docs/triggers.md says how to put them back")
                    .formatted(folder))
        .orElse(
            start
                + by(
                    "./writeback run " + run.writeback(),
                    "Run now on the page of " + run.writeback()));
  }

  private void rejects(List<String> steps) {
    if (openRejects > 0) {
      steps.add(
          "look at the rows with "
              + by("./writeback rejects " + run.run() + " --csv FILE", "All rejects"));
      if (run.undoes() != null) {
        steps.add("what they hold now was kept: set by hand what is to be changed all the same");
        return;
      }
      steps.add(
          "correct them in that file and send it: ./writeback replay "
              + run.run()
              + " --from FILE");
      steps.add(
          "or, if the cause was not in the rows, send them as they are: "
              + by("./writeback replay " + run.run(), "Replay"));
      steps.add("or correct them in the DataSet and run the writeback again");
    }
  }

  private void differences(List<String> steps) {
    if (run.tally().differs() > 0) {
      steps.add(
          "the destination changed values that it was sent (rules, roundings, another user): look"
              + " at the fields that differ");
    }
  }

  private String by(String command, String button) {
    return surface == Surface.COMMANDS ? command : "\"" + button + "\"";
  }
}
