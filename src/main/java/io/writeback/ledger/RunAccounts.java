package io.writeback.ledger;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** What the ledger says became of the rows of a run; reads only. */
public final class RunAccounts {
  private static final int PAGE = 1_000;

  private final LedgerStore file;

  RunAccounts(LedgerStore file) {
    this.file = file;
  }

  public Optional<RunEntry> run(String runId) {
    return read(
        handle ->
            handle
                .createQuery("select * from run where id = ?")
                .bind(0, runId)
                .map(LedgerRows::run)
                .findOne());
  }

  public RunTotals totals(String runId) {
    return read(
        handle ->
            handle.createQuery(LedgerRows.TOTALS).bind("run", runId).map(LedgerRows::totals).one());
  }

  /** Why rows were rejected, most frequent first, at most {@code most} causes. */
  public List<Cause> rejectCauses(String runId, int most) {
    return read(
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
    return read(
        handle ->
            handle
                .createQuery(LedgerRows.DIFFERENCE_CAUSES)
                .bind("run", runId)
                .bind("most", most)
                .map(LedgerRows::cause)
                .list());
  }

  /** Hands over the rejects of a run in the order of their rows, without holding them all. */
  public void eachReject(String runId, Consumer<RejectEntry> consumer) {
    eachReject(file, runId, "", consumer);
  }

  static void eachReject(
      LedgerStore store, String runId, String condition, Consumer<RejectEntry> consumer) {
    paged(
        store,
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
  private static <T> void paged(
      LedgerStore store,
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
        file,
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

  /** Runs that did not come to their end, oldest first. */
  public List<RunEntry> interrupted() {
    return read(
        handle ->
            handle
                .createQuery(
                    "select * from run"
                        + " where state in "
                        + LedgerRows.UNFINISHED
                        + " order by accepted_number")
                .map(LedgerRows::run)
                .list());
  }

  /** How many batches of a run carry no row. */
  public int closings(String runId) {
    return read(
        handle ->
            handle
                .createQuery("select count(*) from batch where run_id = ? and last_row < first_row")
                .bind(0, runId)
                .mapTo(Integer.class)
                .one());
  }

  /** The batches of a run that have an intent and no account, in the order of their rows. */
  public List<OpenBatch> openBatches(String runId) {
    return read(
        handle ->
            handle
                .createQuery(
                    "select * from batch where run_id = ? and state = 'OPEN' order by first_row, number")
                .bind(0, runId)
                .map(LedgerRows::open)
                .list());
  }

  private <T> T read(Function<Handle, T> work) {
    return file.read(work);
  }
}
