package io.writeback.ledger;

import java.util.List;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Updates of rejects and differences, in the caller's transaction. */
final class RejectWrites {
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

  private RejectWrites() {}

  static void insert(Handle handle, String runId, List<RejectEntry> rejects) {
    if (rejects.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into reject (run_id, row_number, row_key, code, column_name, reason, cause,"
                + " state) values (?, ?, ?, ?, ?, ?, ?, 'OPEN')");
    rejects.forEach(
        reject ->
            batch.add(
                runId,
                reject.row(),
                reject.key(),
                reject.code(),
                reject.column(),
                reject.reason(),
                reject.cause()));
    batch.execute();
  }

  static void insertDifferences(Handle handle, String runId, List<DifferenceEntry> differences) {
    if (differences.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into difference (run_id, row_number, row_key, field, sent, found)"
                + " values (?, ?, ?, ?, ?, ?)");
    differences.forEach(
        difference ->
            batch.add(
                runId,
                difference.row(),
                difference.key(),
                difference.field(),
                difference.sent(),
                difference.found()));
    batch.execute();
  }

  /** Closes the rejects of rows that were written; in the transaction of their account. */
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
   * Records where the rows of a replay come from.
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
