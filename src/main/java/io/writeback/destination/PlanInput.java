package io.writeback.destination;

import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is known before a run is planned.
 *
 * @param schema the columns
 * @param count how many rows there are; -1 if that is not known
 * @param rows reads rows, all of them or the first few
 * @param past what earlier runs of the same writeback on the same target had decided and sent, the
 *     newest first, back to the last one that was completed
 * @param occasion what the run is for
 * @param snapshot all rows as a file, if a run follows; a preview has none
 * @param blanks what a blank cell of a column does, where that is not for the destination's options
 *     to say
 */
public record PlanInput(
    Schema schema,
    long count,
    Rows rows,
    List<Past> past,
    RunContext occasion,
    Optional<Snapshot> snapshot,
    Map<String, BlankCell> blanks) {
  /** Reads rows in their order, without holding them. */
  @FunctionalInterface
  public interface Rows {
    void each(Consumer<Row> row);
  }

  /**
   * An earlier run that has sent something.
   *
   * @param complete whether it came to its end
   * @param confirmed whether it did, and no row was rejected or differed
   * @param plan what its plan described
   */
  public record Past(boolean complete, boolean confirmed, Map<String, Object> plan) {}

  public PlanInput {
    Objects.requireNonNull(schema);
    Objects.requireNonNull(rows);
    Objects.requireNonNull(occasion);
    Objects.requireNonNull(snapshot);
    past = List.copyOf(past);
    blanks = Map.copyOf(blanks);
  }

  /** Without a rule about blank cells. */
  public PlanInput(
      Schema schema,
      long count,
      Rows rows,
      List<Past> past,
      RunContext occasion,
      Optional<Snapshot> snapshot) {
    this(schema, count, rows, past, occasion, snapshot, Map.of());
  }

  /** Columns only, for a destination that looks at nothing else. */
  public static PlanInput of(Schema schema) {
    return new PlanInput(schema, -1, row -> {}, List.of(), RunContext.now(), Optional.empty());
  }

  /** Whether these are all rows, and a run follows. */
  public boolean whole() {
    return snapshot.isPresent();
  }

  /** What the last completed run had decided, if there was one. */
  public Optional<Map<String, Object>> lastComplete() {
    return past.stream().filter(Past::complete).findFirst().map(Past::plan);
  }
}
