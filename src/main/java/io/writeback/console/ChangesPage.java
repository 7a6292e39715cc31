package io.writeback.console;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeFilter;
import io.writeback.changes.ChangeSummary;
import io.writeback.changes.FieldChanges;
import io.writeback.changes.MoveLimit;
import io.writeback.run.RunFiles;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * A page of what a run would change.
 *
 * @param lookedAt when the destination was looked at last
 * @param waits whether it waits for approval
 * @param undoes the run of which it puts back what that overwrote; null if it is no undo
 * @param kept what it leaves as it is, as someone changed it since
 * @param notes what the destination said beforehand, one sentence each
 * @param problem what is wrong with the filter; "" if nothing is
 * @param changes those that match and are on this page
 * @param matching how many match
 * @param passed how many of them are before this page
 * @param more the address of the changes that follow; null if there are none
 */
public record ChangesPage(
    RunRow run,
    Instant lookedAt,
    boolean waits,
    String undoes,
    RunFiles.Kept kept,
    List<String> notes,
    ChangeSummary summary,
    ChangeFilter filter,
    String problem,
    List<Change> changes,
    long matching,
    long passed,
    String more,
    boolean showValues) {
  static final int CHANGES = 100;

  public ChangesPage {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }

  /** The fields that changes can be filtered by. */
  public List<String> fields() {
    return summary.fields().stream().map(FieldChanges::field).sorted().toList();
  }

  public List<String> kinds() {
    return Arrays.stream(ChangeFilter.Kind.values()).map(ChangeFilter.Kind::words).toList();
  }

  /** How far a value moves at least, as it was written. */
  public String least() {
    return filter.least().map(MoveLimit::written).orElse("");
  }
}
