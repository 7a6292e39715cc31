package io.writeback.run;

import io.writeback.changes.Change;
import io.writeback.changes.PieceWriter;
import io.writeback.changes.Safeguards;
import io.writeback.destination.Held;
import io.writeback.destination.Plan;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Keeps what one process overwrites for a run, in a file of its own: the value that the destination
 * holds in each field that would get another one, on disk before that is sent. Used by many
 * threads.
 */
final class BeforeImages implements Closeable {
  private final Path file;
  private final Runnable begins;
  private final Map<String, Long> unreadable = new TreeMap<>();

  /** Null as long as nothing is overwritten. */
  private PieceWriter pieces;

  /**
   * @param begins called before the first value is kept
   */
  BeforeImages(Path file, Runnable begins) {
    this.file = file;
    this.begins = begins;
  }

  /** Why a run cannot keep what it overwrites, although its route asks for that. */
  static Optional<Problem> problem(Safeguards safeguards, Plan plan) {
    if (!safeguards.keepBefore() || plan.mostLookedAt() > 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            Code.BAD_VALUE,
            Safeguards.KEEP,
            "%s does not show what %s holds, so nothing of it can be kept; remove the option"
                .formatted(plan.product(), plan.target())));
  }

  /**
   * Puts on disk what is held in place of records.
   *
   * @throws io.writeback.problem.WritebackException WB-526 if it cannot be put there
   */
  void keep(Held held) {
    List<Change> changes = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (Held.Entry entry : held.entries()) {
      for (Held.Cell cell : entry.cells()) {
        if (cell instanceof Held.Unreadable) {
          unread.add(cell.field());
        } else if (cell instanceof Held.Value value && !value.equal()) {
          changes.add(ChangeSearch.change(entry.record(), value));
        }
      }
    }
    if (!changes.isEmpty()) {
      pieces().append(changes);
    }
    count(unread);
  }

  private synchronized PieceWriter pieces() {
    if (pieces == null) {
      begins.run();
      pieces = new PieceWriter(file);
    }
    return pieces;
  }

  private synchronized void count(List<String> unread) {
    unread.forEach(field -> unreadable.merge(field, 1L, Long::sum));
  }

  /** What a person should know of values that were overwritten without being read. */
  synchronized Optional<String> remark() {
    if (unreadable.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "keepBefore: what these fields held could not be read, so it is not kept: "
            + unreadable.entrySet().stream()
                .map(
                    field ->
                        "%s (%,d %s)"
                            .formatted(
                                field.getKey(),
                                field.getValue(),
                                field.getValue() == 1 ? "record" : "records"))
                .collect(Collectors.joining(", ")));
  }

  @Override
  public synchronized void close() {
    if (pieces != null) {
      pieces.close();
    }
  }
}
