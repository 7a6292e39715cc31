package io.writeback.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.CsvRows;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.destination.Columns;
import io.writeback.destination.FakePlan;
import io.writeback.destination.Mapped;
import io.writeback.destination.RowMapper;
import io.writeback.problem.Code;
import io.writeback.rows.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows on their way through rules to the mapper of a destination. */
final class RuledMapperTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int ROWS = 20_000;

  private static final List<String> COLUMNS = List.of("key", "value", "other");

  private static RuledMapper mapper(String rules) {
    Schema schema =
        new Schema(COLUMNS.stream().map(name -> new Column(name, ColumnType.STRING)).toList());
    RuledRows rows = RuledRows.of(Rules.read(rules, name -> Map.of()), schema, new ArrayList<>());
    return new RuledMapper(rows, new Compared());
  }

  /** Writes key and value, and compares them. */
  private static final class Compared extends FakePlan {
    Compared() {
      super(HUNDRED, FakePlan::taken);
    }

    @Override
    public Columns columns() {
      Map<String, String> written = new LinkedHashMap<>();
      written.put("key", "ID");
      written.put("value", "value");
      return new Columns(List.of(), List.of(), written, Set.of("value"));
    }

    @Override
    public RowMapper mapper() {
      RowMapper mapper = super.mapper();
      return new RowMapper() {
        @Override
        public Optional<String> key(Row row) {
          return mapper.key(row);
        }

        @Override
        public Digest source(Row row) {
          return Digest.of(row.bytes(0, 1));
        }

        @Override
        public Mapped map(Row row) {
          return mapper.map(row);
        }
      };
    }
  }

  private static Row row(String... cells) {
    return new Row(1, Arrays.asList(cells));
  }

  @Test
  void a_row_that_rules_reject_is_a_reject_with_code_and_column() {
    Mapped mapped = mapper("value: number de").map(row("k", "many", ""));

    assertThat(mapped)
        .isInstanceOfSatisfying(
            Mapped.Rejected.class,
            rejected -> {
              assertThat(rejected.reject().code()).isEqualTo(Code.RULE_FORMAT);
              assertThat(rejected.reject().column()).isEqualTo("value");
              assertThat(rejected.reject().key()).isEqualTo("k");
            });
  }

  @Test
  void a_row_is_the_same_by_its_own_cells_that_are_written_and_by_the_rules() {
    RuledMapper mapper = mapper("value: trim");
    Digest source = mapper.source(row("k", "a", "x"));

    assertThat(mapper.source(row("k", "a", "another"))).isEqualTo(source);
    assertThat(mapper.source(row("k", "b", "x"))).isNotEqualTo(source);
    assertThat(mapper("value: truncate 9").source(row("k", "a", "x"))).isNotEqualTo(source);
    assertThat(mapper("value: template {other}").source(row("k", "a", "x")))
        .isNotEqualTo(mapper("value: template {other}").source(row("k", "a", "y")));
  }

  @Test
  void the_record_has_the_source_of_the_row_before_the_rules() {
    RuledMapper mapper = mapper("value: trim");
    Row row = row("k", " a ", "");

    assertThat(((Mapped.Sendable) mapper.map(row)).record().source()).isEqualTo(mapper.source(row));
  }

  @Test
  void of_a_row_that_is_as_it_was_no_cell_is_made() throws IOException {
    RuledMapper mapper =
        mapper("value: number 1.234,56\nname: template {key} {other}\nother: trim");
    long first = bytes(mapper);
    long second = bytes(mapper);

    assertThat(Math.min(first, second)).isBetween(1L, 400L);
  }

  /** Bytes a row that is read and compared. */
  private static long bytes(RuledMapper mapper) throws IOException {
    byte[] text =
        ("key,value,other\n" + "k,\"1.234,5\",some words that take up room\n".repeat(ROWS))
            .getBytes(StandardCharsets.UTF_8);
    CsvRows rows = CsvRows.of("the test", new ByteArrayInputStream(text), StandardCharsets.UTF_8);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    rows.each(ROWS, mapper::source);
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / ROWS;
  }
}
