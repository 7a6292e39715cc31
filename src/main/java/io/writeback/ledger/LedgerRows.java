package io.writeback.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.statement.StatementContext;

/** The queries over a run, and the rows of the tables as records. */
final class LedgerRows {
  /**
   * The states of runs that are neither over nor cancelled: they can resume. They are few, and have
   * an index of their own; where one of them is looked for by its target or its writeback, an empty
   * text behind that keeps the database from reading all runs that ever had it.
   */
  static final String UNFINISHED = "('ACCEPTED', 'SNAPSHOT', 'RUNNING', 'PAUSED', 'STOPPED')";

  /** The states of runs that came to their end. */
  static final String COMPLETE = "('COMPLETE', 'COMPLETE_WITH_REJECTS')";

  static final String TOTALS =
      """
      select
        coalesce(sum(last_row - first_row + 1), 0) as all_rows,
        coalesce(max(last_row), 0) as last_row,
        coalesce(sum(confirmed), 0) as confirmed,
        coalesce(sum(differs), 0) as differs,
        coalesce(sum(unchanged), 0) as unchanged,
        coalesce(sum(superseded), 0) as superseded,
        coalesce(sum(rejected), 0) as rejected,
        coalesce(sum(case when state = 'OPEN' and in_doubt + not_sent = 0
          then last_row - first_row + 1 - unchanged - superseded else in_doubt end), 0) as in_doubt,
        coalesce(sum(not_sent), 0) as not_sent,
        count(*) as batches,
        coalesce(sum(case when state = 'OPEN' then 1 else 0 end), 0) as open_batches,
        coalesce(sum(case when first_row <> previous_row + 1 then 1 else 0 end), 0) as broken_ranges,
        (select count(*) from reject where run_id = :run) as reject_rows,
        coalesce(sum(requests), 0) as requests,
        coalesce(sum(records_sent), 0) as records_sent,
        coalesce(sum(bytes), 0) as bytes
      from (
        select batch.*, coalesce(lag(last_row) over (order by number), 0) as previous_row
        from batch where run_id = :run
      ) as ranges
      """;

  static final String REJECT_CAUSES =
      """
      select causes.code, causes.column_name, causes.cause, causes.found,
        causes.example_row, reject.reason as example
      from (
        select code, column_name, cause, count(*) as found, min(row_number) as example_row
        from reject where run_id = :run
        group by code, column_name, cause
        order by count(*) desc, min(row_number)
        limit :most
      ) as causes
      join reject on reject.run_id = :run and reject.row_number = causes.example_row
      order by causes.found desc, causes.example_row
      """;

  static final String DIFFERENCE_CAUSES =
      """
      select '' as code, causes.field as column_name, 'holds another value than was sent' as cause,
        causes.found, causes.example_row,
        'sent ' || difference.sent || ', found ' || difference.found as example
      from (
        select field, count(*) as found, min(row_number) as example_row
        from difference where run_id = :run
        group by field
        order by count(*) desc, field
        limit :most
      ) as causes
      join difference on difference.run_id = :run
        and difference.row_number = causes.example_row and difference.field = causes.field
      order by causes.found desc, causes.field
      """;

  private LedgerRows() {}

  static RunEntry run(ResultSet row, StatementContext context) throws SQLException {
    return new RunEntry(
        row.getString("id"),
        row.getString("run_key"),
        row.getString("writeback"),
        RunState.valueOf(row.getString("state")),
        row.getLong("epoch"),
        row.getString("code"),
        row.getString("reason"),
        Instant.ofEpochMilli(row.getLong("accepted_at")),
        instant(row, "finished_at"),
        row.getString("source"),
        row.getString("target"),
        number(row, "snapshot_rows"),
        row.getInt("full_asked") != 0,
        row.getString("parent"),
        instant(row, "scheduled_at"),
        pause(row));
  }

  private static Pause pause(ResultSet row) throws SQLException {
    String kind = row.getString("pause_kind");
    return kind == null || RunState.valueOf(row.getString("state")) != RunState.PAUSED
        ? null
        : new Pause(Pause.Kind.valueOf(kind), instant(row, "paused_at"), instant(row, "resume_at"));
  }

  static StoredRun interrupted(ResultSet row, StatementContext context) throws SQLException {
    return new StoredRun(
        run(row, context),
        row.getString("snapshot_file"),
        row.getLong("snapshot_bytes"),
        row.getString("snapshot_sha256"),
        row.getString("dataset_version"),
        row.getString("plan"),
        row.getInt("pauses"),
        instant(row, "deadline_from"),
        new SourceWait(
            row.getInt("settles") != 0,
            row.getInt("exports"),
            row.getString("seen_version"),
            instant(row, "seen_at")));
  }

  static OpenBatch open(ResultSet row, StatementContext context) throws SQLException {
    return new OpenBatch(
        intent(row, context),
        Instant.ofEpochMilli(row.getLong("intent_at")),
        row.getString("operation"));
  }

  static BatchIntent intent(ResultSet row, StatementContext context) throws SQLException {
    return new BatchIntent(
        row.getString("run_id"),
        row.getInt("number"),
        row.getLong("first_row"),
        row.getLong("last_row"),
        row.getInt("records"),
        row.getLong("unchanged"),
        row.getLong("superseded"),
        row.getString("place") == null ? "" : row.getString("place"));
  }

  static RunTotals totals(ResultSet row, StatementContext context) throws SQLException {
    return new RunTotals(
        row.getLong("all_rows"),
        row.getLong("last_row"),
        row.getLong("confirmed"),
        row.getLong("differs"),
        row.getLong("unchanged"),
        row.getLong("superseded"),
        row.getLong("rejected"),
        row.getLong("in_doubt"),
        row.getLong("not_sent"),
        row.getLong("batches"),
        row.getLong("open_batches"),
        row.getLong("broken_ranges"),
        row.getLong("reject_rows"),
        row.getLong("requests"),
        row.getLong("records_sent"),
        row.getLong("bytes"));
  }

  static Cause cause(ResultSet row, StatementContext context) throws SQLException {
    return new Cause(
        row.getString("code"),
        row.getString("column_name"),
        row.getString("cause"),
        row.getLong("found"),
        row.getLong("example_row"),
        row.getString("example"));
  }

  static RejectEntry reject(ResultSet row, StatementContext context) throws SQLException {
    return new RejectEntry(
        row.getLong("row_number"),
        row.getString("row_key"),
        row.getString("code"),
        row.getString("column_name"),
        row.getString("reason"),
        row.getString("cause"));
  }

  static DifferenceEntry difference(ResultSet row, StatementContext context) throws SQLException {
    return new DifferenceEntry(
        row.getLong("row_number"),
        row.getString("row_key"),
        row.getString("field"),
        row.getString("sent"),
        row.getString("found"));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  static Long number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }
}
