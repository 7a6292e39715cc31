package io.writeback.ledger;

import io.writeback.problem.Code;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.argument.NullArgument;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/**
 * What all statements share: names in angle brackets, the parameter {@code :now}, and how values
 * are stored: times as milliseconds since 1970, lengths of time in milliseconds, truth values as 0
 * and 1. A row becomes a record by the names of its columns.
 */
final class LedgerRows {
  /**
   * {@code <unfinished>}: the states of runs that are neither over nor cancelled: they can resume.
   * They are few, and have an index of their own; where one of them is looked for by its target or
   * its writeback, an empty text behind that keeps the database from reading all runs that ever had
   * it.
   */
  static final String UNFINISHED = "('ACCEPTED', 'SNAPSHOT', 'RUNNING', 'PAUSED', 'STOPPED')";

  /** {@code <complete>}: the states of runs that came to their end. */
  private static final String COMPLETE = "('COMPLETE', 'COMPLETE_WITH_REJECTS')";

  /** {@code <waits>}: a run that waits for its turn; at most one of a writeback does. */
  private static final String WAITS =
      "state = 'ACCEPTED' and begun_at is null and parent is null and cancel_asked_at is null"
          + " and asks = 0 and body_sha256 is null";

  private LedgerRows() {}

  static Jdbi configure(Jdbi jdbi, Database database) {
    return jdbi.installPlugin(new SqlObjectPlugin())
        .define("unfinished", UNFINISHED)
        .define("complete", COMPLETE)
        .define("waits", WAITS)
        .define("fireSkipped", "'" + Code.FIRE_SKIPPED.id() + "'")
        .define("waitsForPerson", TargetOrder.WAITS_FOR_PERSON)
        .define("shareLock", database.shareLock())
        .define("keysContainHash", database.contains("keys", ":hash"))
        .configure(
            SqlStatements.class,
            statements ->
                statements.setSqlParser(new NamedParameters()).addCustomizer(now(database)))
        .registerArgument(stored(String.class, Types.VARCHAR, LedgerRows::text))
        .registerArgument(stored(Code.class, Types.VARCHAR, Code::id))
        .registerArgument(stored(Boolean.class, Types.INTEGER, value -> value ? 1 : 0))
        .registerArgument(stored(Instant.class, Types.BIGINT, Instant::toEpochMilli))
        .registerArgument(stored(Duration.class, Types.BIGINT, Duration::toMillis))
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

  /** PostgreSQL keeps the character NUL in no text; U+2400 is the sign for it. */
  static String text(String text) {
    return text.replace('\u0000', '\u2400');
  }

  /**
   * Binds {@code :now}, if the caller has not: the time by the clock of all who share the ledger.
   */
  private static StatementCustomizer now(Database database) {
    return new StatementCustomizer() {
      @Override
      public void beforeBinding(PreparedStatement statement, StatementContext context)
          throws SQLException {
        if (context.getParsedSql().getParameters().getParameterNames().contains("now")
            && context.getBinding().findForName("now", context).isEmpty()) {
          context.getBinding().addNamed("now", database.now(context.getConnection()));
        }
      }
    };
  }

  private static <T> ArgumentFactory.Preparable stored(
      Class<T> type, int sqlType, Function<T, Object> value) {
    return (declared, config) ->
        declared == type || declared == boolean.class && type == Boolean.class
            ? Optional.of(
                argument ->
                    argument == null
                        ? new NullArgument(sqlType)
                        : (position, statement, context) ->
                            statement.setObject(
                                position, value.apply(type.cast(argument)), sqlType))
            : Optional.empty();
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
}
