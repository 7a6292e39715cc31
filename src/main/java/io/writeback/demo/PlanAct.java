package io.writeback.demo;

import io.writeback.camel.WritebackMain;
import io.writeback.engine.RunControl;
import io.writeback.ledger.RunEntry;
import io.writeback.run.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The last act of the demo: a plan, a colleague who edits one of its objects, what {@code apply}
 * makes of that, another edit, and {@code undo}.
 */
final class PlanAct {
  static final String WRITEBACK = "raise-budgets";
  private static final String BY = "the demo";
  private static final int ROWS = 25;

  private final PlanProof proof;
  private final List<String> ids;
  private Report applied;
  private Report undone;

  /**
   * Writes the file that is planned.
   *
   * @param home the folder of the demo
   * @param proof looks at the objects, and edits them as a colleague
   */
  PlanAct(Path home, PlanProof proof) throws IOException {
    this.proof = proof;
    this.ids = proof.projects(ROWS);
    StringBuilder csv = new StringBuilder("ID,budget,Description\n");
    for (String id : ids) {
      csv.append(id).append(",123456.78,Budget of the new year\n");
    }
    Files.writeString(home.resolve(WRITEBACK + ".csv"), csv);
  }

  /**
   * Plays it.
   *
   * @param main has the writeback, and is started
   */
  void play(WritebackMain main) throws IOException {
    RunControl control = main.control();
    proof.before(ids);
    RunEntry plan = control.plan(WRITEBACK);
    control.finish(plan, report -> {});
    proof.unchanged();
    proof.edit(ids.get(0), "budget", "1.5");
    control.approve(entry(main, plan), BY);
    applied = control.finish(plan, report -> {});
    proof.applied(applied);
    proof.edit(ids.get(1), "description", "of a colleague");
    RunEntry undo = control.undo(entry(main, plan), BY);
    undone = control.finish(undo, report -> {});
    proof.undone(undone);
  }

  private static RunEntry entry(WritebackMain main, RunEntry run) {
    return main.engine()
        .ledger()
        .history()
        .find(run.id())
        .orElseThrow(() -> new IllegalStateException("no run " + run.id()));
  }

  Report applied() {
    return applied;
  }

  Report undone() {
    return undone;
  }
}
