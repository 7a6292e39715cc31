package io.writeback.dataset;

import io.writeback.belief.Probes;
import java.nio.file.Path;
import java.util.Optional;

/** Where the rows of a run come from. */
public interface DatasetSource {
  /** What it is, for messages: {@code Domo DataSet 4405ff58-…}. */
  String describe();

  /**
   * Stages the rows into {@code folder/snapshot.csv}: all of them, verified and on disk, or none.
   *
   * @throws NotReadyException if the same run may find the rows later
   * @throws io.writeback.problem.WritebackException saying what stands in the way
   */
  Snapshot stage(Path folder, ReadContext reading);

  /** Whether staging takes the rows away, so that no later run reads them again. */
  default boolean isTakenAway() {
    return false;
  }

  /**
   * Which rows of which data it reads, as far as its options say: rows that are missing in a later
   * run are gone only if that was the same. "" if no option can select others.
   */
  default String selection() {
    return "";
  }

  /** Why a run has a part of the rows only, a clause; empty if it has all of them. */
  default Optional<String> part() {
    return readsOnlyNew() ? Optional.of("it reads the new rows only") : Optional.empty();
  }

  /** Whether its columns are those that the route lists, and change only with the route. */
  default boolean declaresColumns() {
    return false;
  }

  /** Whether a run gets new rows only, so that nothing follows from a row that is not there. */
  default boolean readsOnlyNew() {
    return false;
  }

  /**
   * Whether its rows come by the route of its writeback, so that no one can look at them without a
   * run; a preview has the columns that the route declares, or none.
   */
  default boolean comesByRoute() {
    return false;
  }

  /**
   * Reads the columns and the first rows, and leaves nothing behind.
   *
   * @param rows how many at most
   * @throws io.writeback.problem.WritebackException saying what stands in the way
   */
  Preview preview(int rows);

  /** What is believed about the service that it comes from, with its probes; empty if nothing. */
  default Optional<Probes> probes() {
    return Optional.empty();
  }
}
