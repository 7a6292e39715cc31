package io.writeback.run;

import io.writeback.changes.Budget;
import io.writeback.changes.ChangeReader;
import io.writeback.changes.ChangeSummary;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Plan;
import io.writeback.ledger.Pause;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.problem.WritebackException;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whether a person has to approve what a run would change, before anything of it is sent. */
final class ApprovalGate implements Closeable {
  private final RunEntry entry;
  private final Path folder;
  private final InstantSource clock;
  private boolean asks;
  private List<String> over = List.of();
  private ApprovedRows rows;

  ApprovalGate(RunEntry entry, Path folder, InstantSource clock) {
    this.entry = entry;
    this.folder = folder;
    this.clock = clock;
    this.asks = entry.asks();
  }

  /** Whether it waits for approval, or has it. */
  boolean asks() {
    return asks;
  }

  /**
   * Finds what a run would change, if someone wants to know.
   *
   * @param gone why a person is asked about objects whose rows are gone, a sentence each
   * @return what a person should know although the run continues, a sentence each
   * @throws WritebackException if the destination does not say what it holds
   */
  List<String> judge(
      Plan plan, Budget budget, Snapshot snapshot, ChangeSearch.Rows rows, List<String> gone) {
    problem(plan, budget)
        .ifPresent(
            problem -> {
              throw new ConfigurationException(List.of(problem));
            });
    if (!asks && budget.isOff() && !(plan instanceof GonePlan)) {
      return List.of();
    }
    ChangeSummary found = ChangeSearch.of(plan, snapshot, rows, folder, clock).changes();
    over = Stream.concat(gone.stream(), budget.over(found).stream()).toList();
    asks |= budget.asks(found) || !gone.isEmpty();
    return asks ? List.of() : over;
  }

  /** A limit of a budget that judges nothing, if there is one: it must not pass for one kept. */
  static Optional<Problem> problem(Plan plan, Budget budget) {
    if (plan.whole().isPresent()) {
      return budget.limitsOfFields().stream()
          .findFirst()
          .map(option -> new Problem(Code.BAD_VALUE, option, Budget.noFieldsIn(plan.target())));
    }
    List<String> unknown = budget.unknownFields(plan.columns().written().values());
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(new Problem(Code.BAD_VALUE, "maxMove", String.join("; ", unknown)));
  }

  /**
   * Finds what an undo would restore.
   *
   * @throws WritebackException if the destination does not say what it holds, or if it holds
   *     another file than the run sent: someone's, which is kept
   */
  void judge(Plan plan, Undos.Undone undone) {
    if (undone.restored() == null) {
      UndoSearch.of(plan, undone.rows(), folder, clock);
      return;
    }
    PlannedChanges found = FileSearch.of(plan, undone.restored(), folder, clock);
    PlannedFile now = found.file();
    if (!now.same() && !undone.wrote().sha256().equals(now.sha256())) {
      throw new WritebackException(
          Code.CHANGED_SINCE,
          "%s is no longer the file that run %s sent, and is kept: it has %s now; the run sent SHA-256 %s, and before that it was SHA-256 %s"
              .formatted(
                  now.name(),
                  entry.undoes(),
                  now.sha256() == null ? "been deleted" : "SHA-256 " + now.sha256(),
                  undone.wrote().sha256(),
                  undone.restored().sha256()));
    }
    found.write(folder);
  }

  /** Why nothing of a planned run is sent yet; empty if it may be. */
  Optional<StopReason> pause() {
    if (!asks || entry.approvedAt() != null) {
      return Optional.empty();
    }
    List<String> sentences = new ArrayList<>(over);
    sentences.add(
        "nothing is sent until a person has approved what the run would change: ./writeback changes %s shows it, ./writeback apply %s sends it, ./writeback reject %s ends it"
            .formatted(entry.id(), entry.id(), entry.id()));
    return Optional.of(
        StopReason.pausing(
            Code.APPROVAL_NEEDED, String.join(". ", sentences), Pause.Kind.APPROVAL));
  }

  /** The plan of a run that sends what was approved, and nothing else; else the same plan. */
  Plan approved(Plan plan) {
    if (!asks && !(plan instanceof GonePlan)) {
      return plan;
    }
    RunFiles files = new RunFiles(folder);
    ChangeReader changes = files.changes().open();
    if (!asks) {
      rows = new ApprovedChanges(plan.mapper(), changes);
      return new SentGone((GonePlan) plan, rows);
    }
    PlannedFile file = files.planned().map(PlannedChanges::file).orElse(null);
    if (file != null) {
      rows = new ApprovedChanges(plan.mapper(), changes);
      return new ApprovedFile(plan, rows, file);
    }
    rows =
        entry.isUndo()
            ? new RestoredRows(
                changes, new KeptField.Reader(files.keptFile()), plan instanceof GonePlan)
            : new ApprovedChanges(plan.mapper(), changes);
    return entry.isUndo() ? new RestoringPlan(plan, rows) : new ApprovedPlan(plan, rows);
  }

  /**
   * What a person approved is sent by the plan that was shown.
   *
   * @throws WritebackException if the route or the destination would make another plan now
   */
  void requireSame(Plan shown, Plan now) {
    Map<String, Object> then = StoredRunPlan.asStored(shown.decided());
    Map<String, Object> today = StoredRunPlan.asStored(now.decided());
    Set<String> changed = new TreeSet<>(then.keySet());
    changed.addAll(today.keySet());
    changed.removeIf(name -> Objects.equals(then.get(name), today.get(name)));
    if (!changed.isEmpty()) {
      throw outdated(String.join(", ", changed));
    }
  }

  /**
   * The same of something else that a plan is made by.
   *
   * @param then its digest when the plan was made; null if there was none
   * @param today its digest now; null if there is none
   */
  void requireSame(String what, String then, String today) {
    if (!Objects.equals(then, today)) {
      throw outdated(what);
    }
  }

  private WritebackException outdated(String changed) {
    return new WritebackException(
        Code.PLAN_OUTDATED,
        "the route or the destination of %s has changed since plan %s was made (%s); nothing was sent. Make a new one: ./writeback plan %s"
            .formatted(entry.writeback(), entry.id(), changed, entry.writeback()));
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
    }
  }
}
