package io.writeback.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A summary and its changes on a terminal and in a spreadsheet. */
class RenderingTest {
  private static final List<Change> CHANGES =
      List.of(
          new Change(1, "5f0a", "status", "CUR", "CPL"),
          new Change(1, "5f0a", "budget", new BigDecimal("1000"), new BigDecimal("5000.00")),
          new Change(2, "5f0b", "status", "CUR", "CPL"),
          new Change(2, "5f0b", "plannedCompletionDate", "2026-07-01", "2026-09-30"),
          new Change(3, "5f0c", "notes", "=HYPERLINK(\"x\")", null));

  private static String table(List<Change> changes, int most) {
    ChangeCounter counter = new ChangeCounter();
    changes.forEach(counter::add);
    counter.equal(1_995);
    counter.notFound(2);
    return SummaryTable.of(counter.summary(), changes.iterator(), most);
  }

  private static String csv(List<Change> changes) {
    StringWriter out = new StringWriter();
    try {
      ChangesCsv.write(changes.iterator(), out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toString();
  }

  @Test
  void the_table_says_what_would_change_first_and_then_where() {
    assertThat(table(CHANGES, 3))
        .isEqualTo(
            """
            2,000 rows
              would change      3  5 values
              equal         1,995  hold already what would be written
              not found         2  have no record in the destination

            fields
                                     changes  from empty  to empty
              status                       2           0         0
              budget                       1           0         0
              plannedCompletionDate        1           0         0
              notes                        1           0         1

            largest moves
              budget                 +4,000.00 (+400%)  1000        →  5000.00     row  1  5f0a
              plannedCompletionDate  +91 d              2026-07-01  →  2026-09-30  row  2  5f0b

            most often replaced
              status                 2  times  CUR              →  CPL
              budget                 1  times  1000             →  5000.00
              plannedCompletionDate  1  times  2026-07-01       →  2026-09-30
              notes                  1  times  =HYPERLINK("x")  →  (empty)

            the first changes, and 2 more
              1  5f0a  status  CUR   →  CPL
              1  5f0a  budget  1000  →  5000.00
              2  5f0b  status  CUR   →  CPL
            """);
  }

  @Test
  void nothing_to_change_is_a_short_table() {
    assertThat(table(List.of(), 10))
        .isEqualTo(
            """
            1,997 rows
              would change      0  0 values
              equal         1,995  hold already what would be written
              not found         2  have no record in the destination
            """);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void no_value_controls_the_terminal_or_begins_a_line(long seed) {
    List<Change> changes = new SomeChanges(seed).list(100);
    String table = table(changes, 50);

    assertThat(table.replace("\n", "").chars().filter(Character::isISOControl)).isEmpty();
    assertThat(table).doesNotContain("\u202e");
    assertThat(table.lines().filter(line -> !line.startsWith("  ") && !line.isEmpty()))
        .containsExactly(
            "%,d rows".formatted(1_997 + changes.stream().map(Change::row).distinct().count()),
            "fields",
            "largest moves",
            "most often replaced",
            "the first changes, and %,d more".formatted(changes.size() - 50));
  }

  @Test
  void the_csv_is_safe_for_a_spreadsheet_program() {
    assertThat(csv(CHANGES))
        .isEqualTo(
            """
            "row","key","field","before","after"
            "1","5f0a","status","CUR","CPL"
            "1","5f0a","budget","1000","5000.00"
            "2","5f0b","status","CUR","CPL"
            "2","5f0b","plannedCompletionDate","2026-07-01","2026-09-30"
            "3","5f0c","notes","'=HYPERLINK(""x"")",
            """);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void any_changes_are_as_many_rows_of_csv(long seed) throws IOException {
    List<Change> changes = new SomeChanges(seed).list(200);

    try (CSVParser parser = CSVParser.parse(new StringReader(csv(changes)), CSVFormat.DEFAULT)) {
      List<CSVRecord> rows = parser.getRecords();
      assertThat(rows).hasSize(changes.size() + 1);
      assertThat(rows).allSatisfy(row -> assertThat(row.size()).isEqualTo(5));
      for (int i = 0; i < changes.size(); i++) {
        assertThat(rows.get(i + 1).get(0)).isEqualTo(Long.toString(changes.get(i).row()));
        assertThat(rows.get(i + 1).toList()).noneMatch(cell -> cell.matches("(?s)[=@\\t\\r].*"));
      }
    }
  }

  @Test
  void blank_and_empty_stay_apart_in_the_csv() {
    assertThat(csv(Collections.singletonList(new Change(1, "k", "f", null, ""))))
        .endsWith("\"1\",\"k\",\"f\",,\"\"\n");
  }
}
