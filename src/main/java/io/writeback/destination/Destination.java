package io.writeback.destination;

import io.writeback.belief.ProbeWrites;
import io.writeback.belief.Probes;
import io.writeback.dataset.Schema;
import java.util.Optional;
import java.util.Set;

/** Where the records of a run go, with the options of its route. */
public interface Destination {
  /**
   * What is written to, one run at a time, known before anything is asked: {@code
   * workfront:example.my.workfront.com/PROJ}.
   */
  String target();

  /**
   * Reads the destination's metadata and fits the columns to it; where all rows or none are right,
   * looks at every row. Writes nothing.
   *
   * @throws io.writeback.problem.ConfigurationException naming all that does not fit
   * @throws io.writeback.problem.WritebackException if the destination cannot be asked
   */
  Plan plan(PlanInput input);

  /**
   * The columns that the route leaves out on purpose, whether the DataSet has them or not; empty if
   * no option can say so.
   */
  default Optional<Set<String>> leftOut() {
    return Optional.empty();
  }

  /** Whether its plans can be asked what it holds, see {@link Plan#look}. */
  default boolean isLookedAt() {
    return false;
  }

  /** Whether all rows go out as one file, whose fields of records are not looked at. */
  default boolean sendsFile() {
    return false;
  }

  /** Whether all rows go out or none does, so that none of them can be rejected alone. */
  default boolean isAllOrNone() {
    return sendsFile();
  }

  /** Whether a record can leave some of its fields as the destination has them. */
  default boolean leavesFields() {
    return false;
  }

  /**
   * Whether it holds the rows of the last run and no others, so that a run has to have them all.
   */
  default boolean holdsLastRun() {
    return false;
  }

  /**
   * Asked before the rows are exported, which may take long: throws what would stop {@link #plan}
   * whatever the rows are. Writes nothing.
   *
   * @throws io.writeback.problem.WritebackException saying what stands in the way
   */
  default void beforeExport() {}

  /**
   * Logs in and asks for what {@link #plan} asks for; writes nothing.
   *
   * @throws io.writeback.problem.WritebackException if the destination cannot be asked, or refuses
   */
  void reach();

  /**
   * What is believed about the service behind it, with its probes; empty if nothing. They write
   * only what a person has asked for.
   *
   * @param columns those of the DataSet, as far as they are known
   * @throws io.writeback.problem.ConfigurationException if that is not possible there
   */
  default Optional<Probes> probes(Optional<Schema> columns, ProbeWrites writes) {
    return Optional.empty();
  }
}
