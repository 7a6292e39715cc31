package io.writeback.console;

import io.writeback.engine.RunControl;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.BitSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what an operator has confirmed; the commands do the same. */
final class Actions {
  private static final Logger LOG = LoggerFactory.getLogger(Actions.class);

  private final Ledger ledger;
  private final RunControl control;
  private final Pages pages;

  Actions(Ledger ledger, RunControl control, Pages pages) {
    this.ledger = ledger;
    this.control = control;
    this.pages = pages;
  }

  /** Returns the id of the run that answers: one that waits for its turn answers this too. */
  String run(RunStart start, String writeback, Visitor visitor) {
    RunEntry run =
        start == RunStart.PLAN
            ? control.planFromConsole(writeback)
            : control.acceptFromConsole(writeback, start == RunStart.FULL_RUN);
    LOG.info("{} asked for {} {} of {}", visitor.who(), start.words(), run.id(), writeback);
    return run.id();
  }

  /**
   * @param rows the selected rejects of a replay; null for all of them
   * @return the id of the run to look at then
   * @throws ConfigurationException if the run has gone on meanwhile, and it makes no sense any more
   */
  String act(RunAction action, RunEntry run, BitSet rows, Visitor visitor) {
    if (!pages.actions(run).contains(action)) {
      throw late(run);
    }
    String shown =
        switch (action) {
          case PAUSE -> {
            if (!control.pause(run.id(), visitor.who())) {
              throw new ConfigurationException(
                  Code.RUN_OVER,
                  "",
                  "run %s is not executed by this process: the one that executes it can pause it"
                      .formatted(run.id()));
            }
            yield run.id();
          }
          case RESUME -> control.resume(run);
          case APPROVE -> {
            control.approve(run, visitor.who());
            yield run.id();
          }
          case REJECT -> {
            control.reject(run, visitor.who());
            yield run.id();
          }
          case CANCEL -> {
            boolean done =
                run.state().ended()
                    ? ledger.runs().cancel(run.id())
                    : ledger.runs().requestCancel(run.id());
            if (!done) {
              throw late(run);
            }
            yield run.id();
          }
          case REPLAY -> replay(run, rows);
          case UNDO -> control.undo(run, null).id();
        };
    LOG.info(
        "{} asked to {} run {} of {}", visitor.who(), action.path(), run.id(), run.writeback());
    return shown;
  }

  private String replay(RunEntry run, BitSet rows) {
    RunControl.Replay replay = control.replay(run, rows).orElseThrow(() -> late(run));
    if (replay.before()) {
      throw new ConfigurationException(
          Code.RUN_OVER,
          "",
          "these rejects were sent again before, by run %s: nothing was sent now; replay what that one rejected"
              .formatted(replay.run().id()));
    }
    return replay.run().id();
  }

  /** What a person is told who comes too late. */
  static ConfigurationException late(RunEntry run) {
    return new ConfigurationException(
        Code.RUN_OVER,
        "",
        "run %s is %s by now: nothing was done, look at it again"
            .formatted(run.id(), RunRow.words(run.state().name())));
  }
}
