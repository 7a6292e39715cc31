package io.writeback.ledger;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Rejects that no run has written yet: each is open until a later run writes its key to the same
 * target, or a replay writes the row that it came from.
 *
 * <p>A row without a usable key, or with a wrong one, is found by where it came from only.
 */
public final class OpenRejects {
  private static final int CHUNK = 1_000;

  /**
   * The rows of a replay are as old as the run that it goes back to: a reject of a newer run stays
   * open.
   */
  private static final String BY_KEY =
      """
      update reject set state = 'SUPERSEDED', superseded_by = :run
      where state = 'OPEN' and row_key in (<keys>)
        and exists (
          select 1 from run as own
          join run as source on source.id = (
            with recursive line (id, parent) as (
              select id, parent from run where id = :run
              union all select run.id, run.parent from run join line on run.id = line.parent)
            select id from line where parent is null)
          join run as earlier on earlier.id = reject.run_id and earlier.target = own.target
          where own.id = :run and earlier.id <> own.id
            and earlier.rows_number <= source.rows_number)
      """;

  private static final String BY_ORIGIN =
      """
      update reject set state = 'SUPERSEDED', superseded_by = :run
      where state = 'OPEN' and (run_id, row_number) in (
        select from_run, from_row from replay_row
        where replay_row.run_id = :run and replay_row.row_number in (<rows>))
      """;

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
  private static final String WRITTEN_MEANWHILE =
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

  OpenRejects(LedgerStore store) {
    this.store = store;
  }

  /** How many rejects of a run are open. */
  public long count(String runId) {
    return store.read(
        handle ->
            handle
                .createQuery("select count(*) from reject where run_id = ? and state = 'OPEN'")
                .bind(0, runId)
                .mapTo(Long.class)
                .one());
  }

  /** Hands over the open rejects of a run in the order of their rows, without holding them all. */
  public void each(String runId, Consumer<RejectEntry> consumer) {
    RunAccounts.eachReject(store, runId, " and state = 'OPEN'", consumer);
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
  public boolean anyBefore(String runId) {
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
  public void eachWrittenMeanwhile(String runId, LongConsumer row) {
    store.read(
        handle -> {
          handle
              .createQuery(WRITTEN_MEANWHILE)
              .bind("run", runId)
              .mapTo(Long.class)
              .forEach(row::accept);
          return null;
        });
  }

  /** Closes what rows that were written had left open; in the transaction of their account. */
  static void close(Handle handle, String runId, List<WrittenRow> written) {
    List<String> keys =
        written.stream().map(WrittenRow::key).filter(key -> !key.isEmpty()).distinct().toList();
    if (!keys.isEmpty()) {
      handle.createUpdate(BY_KEY).bind("run", runId).bindList("keys", keys).execute();
    }
    if (!written.isEmpty()) {
      handle
          .createUpdate(BY_ORIGIN)
          .bind("run", runId)
          .bindList("rows", written.stream().map(WrittenRow::row).toList())
          .execute();
    }
  }

  /**
   * Puts down where the rows of a replay come from.
   *
   * @param rows for each of its rows in their order, the row of the parent
   */
  static void descend(Handle handle, String runId, String parent, LongStream rows) {
    long number = 0;
    PreparedBatch batch = handle.prepareBatch("insert into replay_row values (?, ?, ?, ?)");
    for (var row = rows.iterator(); row.hasNext(); ) {
      batch.add(runId, ++number, parent, row.nextLong());
      if (batch.size() == CHUNK) {
        batch.execute();
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
    handle.execute(
        "insert into replay_row (run_id, row_number, from_run, from_row)"
            + " select own.run_id, own.row_number, before.from_run, before.from_row"
            + " from replay_row as own join replay_row as before"
            + " on before.run_id = own.from_run and before.row_number = own.from_row"
            + " where own.run_id = ?",
        runId);
  }
}
