package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.Test;

final class NamedParametersTest {
  /** Every statement of every store. */
  private static List<String> statements() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target/classes/io/writeback/ledger"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class"))
          .flatMap(name -> Stream.of(type(name.replace(".class", "")).getDeclaredMethods()))
          .flatMap(NamedParametersTest::statements)
          .toList();
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName("io.writeback.ledger." + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> statements(Method method) {
    return Stream.of(
            Stream.of(method.getAnnotationsByType(SqlQuery.class)).map(SqlQuery::value),
            Stream.of(method.getAnnotationsByType(SqlUpdate.class)).map(SqlUpdate::value),
            Stream.of(method.getAnnotationsByType(SqlBatch.class)).map(SqlBatch::value))
        .flatMap(found -> found);
  }

  private static ParsedSql byJdbi(String sql) {
    return Jdbi.create("jdbc:sqlite::memory:")
        .withHandle(
            handle -> new ColonPrefixSqlParser().parse(sql, handle.createQuery(sql).getContext()));
  }

  @Test
  void each_statement_is_read_as_jdbi_reads_it() throws IOException {
    List<String> statements = statements();

    assertThat(statements).hasSizeGreaterThan(100);
    for (String sql : statements) {
      assertThat(NamedParameters.parse(sql)).as(sql).isEqualTo(byJdbi(sql));
    }
  }

  @Test
  void what_is_in_quotes_is_no_parameter() {
    ParsedSql parsed = NamedParameters.parse("select ':a', \"b?\", 'it''s :c' where d = :d.e");

    assertThat(parsed.getSql()).isEqualTo("select ':a', \"b?\", 'it''s :c' where d = ?");
    assertThat(parsed.getParameters().getParameterNames()).containsExactly("d.e");
  }

  @Test
  void positions_are_parameters() {
    ParsedSql parsed = NamedParameters.parse("delete from run where id = ?");

    assertThat(parsed.getParameters().isPositional()).isTrue();
    assertThat(parsed.getParameters().getParameterCount()).isEqualTo(1);
  }

  @Test
  void each_ledger_uses_it() {
    Jdbi jdbi =
        LedgerRows.configure(
            Jdbi.create("jdbc:sqlite::memory:"),
            new SqliteDatabase(Path.of("ledger.db"), InstantSource.system()));

    assertThat(jdbi.getConfig(SqlStatements.class).getSqlParser())
        .isInstanceOf(NamedParameters.class);
  }
}
