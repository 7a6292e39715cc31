package io.writeback.ledger;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * Rejects that no run has written yet: each is open until a later run writes its key to the same
 * target, or a replay writes the row that it came from.
 *
 * <p>A row without a usable key, or with a wrong one, is found by where it came from only.
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
    return store.read(
        handle ->
            handle
                .createQuery("select count(*) from reject where run_id = ? and state = 'OPEN'")
                .bind(0, runId)
                .mapTo(Long.class)
                .one());
  }

  /** Hands over the open rejects of a run in the order of their rows, without holding them all. */
  public void eachOpen(String runId, Consumer<RejectEntry> consumer) {
    each(runId, " and state = 'OPEN'", consumer);
  }

  /** The run that has written the row of a reject since; empty if it is open, or no reject. */
  public Optional<String> supersededBy(String runId, long row) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select superseded_by from reject where run_id = ? and row_number = ?"
                        + " and superseded_by is not null")
                .bind(0, runId)
                .bind(1, row)
                .mapTo(String.class)
                .findOne());
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
    return store.read(
        handle ->
            handle
                .createQuery(LedgerRows.REJECT_CAUSES)
                .bind("run", runId)
                .bind("most", most)
                .map(LedgerRows::cause)
                .list());
  }

  /** Which fields differ, most frequent first, at most {@code most}. */
  public List<Cause> differenceCauses(String runId, int most) {
    return store.read(
        handle ->
            handle
                .createQuery(LedgerRows.DIFFERENCE_CAUSES)
                .bind("run", runId)
                .bind("most", most)
                .map(LedgerRows::cause)
                .list());
  }

  /** Hands over the rejects of a run in the order of their rows, without holding them all. */
  public void each(String runId, Consumer<RejectEntry> consumer) {
    each(runId, "", consumer);
  }

  private void each(String runId, String condition, Consumer<RejectEntry> consumer) {
    paged(
        handle ->
            handle
                .createQuery(
                    "select * from reject where run_id = :run and row_number > :after"
                        + condition
                        + " order by row_number limit :most")
                .bind("run", runId)
                .bind("after", 0),
        (query, last) -> query.bind("after", last.row()),
        LedgerRows::reject,
        consumer);
  }

  /**
   * Reads page by page: what the consumer does with a row may take long, and whoever else needs the
   * ledger meanwhile does not wait for it.
   */
  private <T> void paged(
      Function<Handle, Query> first,
      BiConsumer<Query, T> next,
      RowMapper<T> mapper,
      Consumer<T> consumer) {
    List<T> page = List.of();
    do {
      T last = page.isEmpty() ? null : page.get(page.size() - 1);
      page =
          store.read(
              handle -> {
                Query query = first.apply(handle).bind("most", PAGE);
                if (last != null) {
                  next.accept(query, last);
                }
                return query.map(mapper).list();
              });
      page.forEach(consumer);
    } while (page.size() == PAGE);
  }

  /** Hands over the differences of a run in the order of their rows. */
  public void eachDifference(String runId, Consumer<DifferenceEntry> consumer) {
    paged(
        handle ->
            handle
                .createQuery(
                    "select * from difference where run_id = :run"
                        + " and (row_number, field) > (:after, :field)"
                        + " order by row_number, field limit :most")
                .bind("run", runId)
                .bind("after", 0)
                .bind("field", ""),
        (query, last) -> query.bind("after", last.row()).bind("field", last.field()),
        LedgerRows::difference,
        consumer);
  }

  /**
   * The first rejects of a run in the order of their rows.
   *
   * @param all also those that a later run has written
   */
  public List<RejectRow> list(String runId, boolean all, int most) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "select * from reject where run_id = ?"
                        + (all ? "" : " and state = 'OPEN'")
                        + " order by row_number limit ?")
                .bind(0, runId)
                .bind(1, most)
                .map(
                    (row, context) ->
                        new RejectRow(
                            LedgerRows.reject(row, context), row.getString("superseded_by")))
                .list());
  }
}
