package io.writeback.ledger;

import io.writeback.problem.Code;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The queries over a run, and how values are stored: times as milliseconds since 1970, lengths of
 * time in milliseconds, truth values as 0 and 1. A row becomes a record by the names of its
 * columns.
 */
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
        coalesce(sum(last_row - first_row + 1), 0) as rows,
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

  static Jdbi configure(Jdbi jdbi) {
    return jdbi.registerArgument(new PlainText())
        .registerArgument(new Milliseconds())
        .registerArgument(new Truth())
        .registerArgument(new CodeId())
        .registerColumnMapper(Code.class, LedgerRows::code)
        .registerColumnMapper(Instant.class, milliseconds(Instant::ofEpochMilli))
        .registerColumnMapper(Duration.class, milliseconds(Duration::ofMillis))
        .registerRowMapper(
            (RowMapperFactory)
                (type, config) ->
                    type instanceof Class<?> record && record.isRecord()
                        ? Optional.of(ConstructorMapper.of(record))
                        : Optional.empty());
  }

  private static <T> ColumnMapper<T> milliseconds(LongFunction<T> of) {
    return (row, column, context) -> {
      long millis = row.getLong(column);
      return row.wasNull() ? null : of.apply(millis);
    };
  }

  /** Machines that share a ledger may be of different versions: a code can be unknown to one. */
  private static Code code(ResultSet row, int column, StatementContext context)
      throws SQLException {
    String id = row.getString(column);
    return id == null ? null : Code.of(id).orElse(Code.INTERNAL);
  }

  private static final class CodeId extends AbstractArgumentFactory<Code> {
    CodeId() {
      super(Types.VARCHAR);
    }

    @Override
    protected Argument build(Code code, ConfigRegistry config) {
      return (position, statement, context) -> statement.setString(position, code.id());
    }
  }

  private static final class Milliseconds extends AbstractArgumentFactory<Instant> {
    Milliseconds() {
      super(Types.BIGINT);
    }

    @Override
    protected Argument build(Instant time, ConfigRegistry config) {
      return (position, statement, context) -> statement.setLong(position, time.toEpochMilli());
    }
  }

  private static final class Truth extends AbstractArgumentFactory<Boolean> {
    Truth() {
      super(Types.INTEGER);
    }

    @Override
    protected Argument build(Boolean value, ConfigRegistry config) {
      return (position, statement, context) -> statement.setInt(position, value ? 1 : 0);
    }
  }
}
