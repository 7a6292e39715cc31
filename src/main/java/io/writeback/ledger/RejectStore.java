package io.writeback.ledger;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * The rejects of runs: each is open until a later run writes its key to the same target, or a
 * replay writes the row that it came from.
 *
 * <p>A row without a usable key, or with a wrong one, is closed by its replay only.
 */
public final class RejectStore {
  private static final int PAGE = 1_000;

  /** A replay has some: those of its parent, also if they are of another target. */
  private static final String ANY_BEFORE =
      """
      select 1 from run as own, run as earlier
      where own.id = :run and earlier.id <> own.id
        and (earlier.target = own.target and earlier.rows_number <= own.rows_number
          or earlier.id = own.parent)
        and exists (select 1 from reject where run_id = earlier.id and state = 'OPEN')
      limit 1
      """;

  /** Rows of a replay that another run has written since it was accepted. */
  private static final String WRITTEN_SINCE =
      """
      select distinct replay_row.row_number from replay_row
      join run as replay on replay.id = replay_row.run_id
      join reject on reject.run_id = replay_row.from_run
        and reject.row_number = replay_row.from_row
      where replay_row.run_id = :run and replay_row.from_run = replay.parent
        and reject.superseded_by <> :run
      order by replay_row.row_number
      """;

  private final LedgerStore store;

  RejectStore(LedgerStore store) {
    this.store = store;
  }

  /** How many rejects of a run are open. */
  public long countOpen(String runId) {
    return store
        .find(Long.class, "select count(*) from reject where run_id = ? and state = 'OPEN'", runId)
        .orElseThrow();
  }

  /** The run that has written the row of a reject since; empty if it is open, or no reject. */
  public Optional<String> supersededBy(String runId, long row) {
    return store.find(
        String.class,
        "select superseded_by from reject where run_id = ? and row_number = ?"
            + " and superseded_by is not null",
        runId,
        row);
  }

  /** Whether a run may write rows that were open rejects before it. */
  public boolean anyOpenBefore(String runId) {
    return store.read(
        handle ->
            handle
                .createQuery(ANY_BEFORE)
                .bind("run", runId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /** Hands over the rows of a replay that another run has written since, in ascending order. */
  public void eachWrittenSince(String runId, LongConsumer row) {
    store.read(
        handle -> {
          handle
              .createQuery(WRITTEN_SINCE)
              .bind("run", runId)
              .mapTo(Long.class)
              .forEach(row::accept);
          return null;
        });
  }

  /** Why rows were rejected, most frequent first, at most {@code most} causes. */
  public List<Cause> causes(String runId, int most) {
    return causes(LedgerRows.REJECT_CAUSES, runId, most);
  }

  /** Which fields differ, most frequent first, at most {@code most}. */
  public List<Cause> differenceCauses(String runId, int most) {
    return causes(LedgerRows.DIFFERENCE_CAUSES, runId, most);
  }

  private List<Cause> causes(String sql, String runId, int most) {
    return store.read(
        handle ->
            handle
                .createQuery(sql)
                .bind("run", runId)
                .bind("most", most)
                .mapTo(Cause.class)
                .list());
  }

  /** Hands over the rejects of a run in the order of their rows, without holding them all. */
  public void each(String runId, Consumer<RejectEntry> consumer) {
    each(runId, "", consumer);
  }

  /** The same of the open ones. */
  public void eachOpen(String runId, Consumer<RejectEntry> consumer) {
    each(runId, " and state = 'OPEN'", consumer);
  }

  private void each(String runId, String condition, Consumer<RejectEntry> consumer) {
    paged(
        last ->
            store.list(
                RejectEntry.class,
                "select * from reject where run_id = ? and row_number > ?"
                    + condition
                    + " order by row_number limit ?",
                runId,
                last == null ? 0 : last.row(),
                PAGE),
        consumer);
  }

  /** Hands over the differences of a run in the order of their rows. */
  public void eachDifference(String runId, Consumer<DifferenceEntry> consumer) {
    paged(
        last ->
            store.list(
                DifferenceEntry.class,
                "select * from difference where run_id = ? and (row_number, field) > (?, ?)"
                    + " order by row_number, field limit ?",
                runId,
                last == null ? 0 : last.row(),
                last == null ? "" : last.field(),
                PAGE),
        consumer);
  }

  /**
   * Reads page by page: what the consumer does with a row may take long, and whoever else needs the
   * ledger meanwhile does not wait for it.
   *
   * @param pages the page that follows an entry, or the first one after null
   */
  private static <T> void paged(Function<T, List<T>> pages, Consumer<T> consumer) {
    List<T> page = pages.apply(null);
    page.forEach(consumer);
    while (page.size() == PAGE) {
      page = pages.apply(page.get(PAGE - 1));
      page.forEach(consumer);
    }
  }

  /**
   * The first rejects of a run in the order of their rows.
   *
   * @param all also those that a later run has written
   */
  public List<RejectRow> list(String runId, boolean all, int most) {
    return store.list(
        RejectRow.class,
        "select * from reject where run_id = ?"
            + (all ? "" : " and state = 'OPEN'")
            + " order by row_number limit ?",
        runId,
        most);
  }
}
