package io.writeback.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.dataset.Staging;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TransformationTest {
  private static final long QUOTA = 1L << 20;

  private static final RowCode CODE =
      new RowCode() {
        @Override
        public Object call(Map<String, String> cells) {
          return cells;
        }

        @Override
        public String digest() {
          return "a digest";
        }
      };

  @TempDir Path folder;

  private Snapshot snapshot(String... cells) {
    Schema schema =
        new Schema(List.of(new Column("k", ColumnType.STRING), new Column("v", ColumnType.LONG)));
    try (Staging staging = new Staging("the test", folder, QUOTA)) {
      return staging.commit(
          staging.write(
              schema.names(),
              put -> {
                for (int row = 0; row < cells.length; row++) {
                  put.accept(Arrays.asList("k" + (row + 1), cells[row]));
                }
              }),
          schema,
          "");
    }
  }

  private Optional<Transformed> transform(Snapshot rows, List<String> columns, RowCode code) {
    return new Transformation(new Transform("direct:t", columns), rows, code, done -> false)
        .write(Optional.empty(), QUOTA);
  }

  private List<List<String>> rows(Transformed made) {
    List<List<String>> rows = new ArrayList<>();
    try (SnapshotReader reader = made.unverified(folder, "", "").open()) {
      reader.forEachRemaining(row -> rows.add(row.kept().cells()));
    }
    return rows;
  }

  @Test
  void each_row_has_its_result_in_its_place_and_new_columns_have_the_type_of_their_values() {
    Transformed made =
        transform(
                snapshot("1", null),
                List.of("n", "k", "v", "mixed"),
                row -> {
                  Map<String, Object> result = new LinkedHashMap<>(row);
                  result.put("n", new BigDecimal("1.50"));
                  result.put("mixed", row.get("v") == null ? "x" : 1);
                  return result;
                })
            .orElseThrow();

    assertThat(rows(made))
        .containsExactly(List.of("1.50", "k1", "1", "1"), Arrays.asList("1.50", "k2", null, "x"));
    assertThat(made.columns())
        .extracting(Column::type)
        .containsExactly(ColumnType.DECIMAL, ColumnType.STRING, ColumnType.LONG, ColumnType.STRING);
    assertThat(made.marks()).isNull();
    assertThat(folder.resolve(RowMarks.FILE)).doesNotExist();
  }

  @Test
  void rows_without_a_result_keep_their_numbers_and_say_why() {
    Transformed made =
        transform(
                snapshot("1", "2", "3", "4", "5", "6", "7"),
                List.of(),
                row ->
                    switch (row.get("v")) {
                      case "1" -> throw new IllegalStateException("x".repeat(1_000) + "\nend");
                      case "2" -> null;
                      case "3" -> "text";
                      case "4" -> Map.of("w", "");
                      case "5" -> Map.of("k", new ArrayList<>());
                      case "6" -> Map.of("k", "half \uD83D");
                      default -> Collections.singletonMap("k", null);
                    })
            .orElseThrow();

    assertThat(made.failed()).isEqualTo(5);
    assertThat(made.leftOut()).isEqualTo(1);
    assertThat(rows(made))
        .hasSize(7)
        .startsWith(List.of("k1", "1"), Arrays.asList(null, null))
        .endsWith(Arrays.asList((String) null, null));
    try (RowMarks marks = RowMarks.of(folder)) {
      assertThat(marks.isLeftOut(2)).isTrue();
      assertThat(marks.has(7)).isFalse();
      assertThat(marks.fault(2)).isEmpty();
      assertThat(marks.fault(1).orElseThrow().reason()).hasSize(301).endsWith("x…");
      assertThat(marks.fault(4).orElseThrow())
          .isEqualTo(
              new RowMarks.Fault(
                  "w",
                  "the result has a column that is none of k, v; name all of them in columns"));
      assertThat(marks.fault(5).orElseThrow().reason())
          .isEqualTo("the value is a ArrayList, which has no text");
      assertThat(marks.fault(6).orElseThrow().reason()).contains("half of a character");
      // Also a row that was passed, as when the rows are read once more.
      assertThat(marks.fault(3).orElseThrow().reason())
          .isEqualTo("the result is a String, not a map of cells by column");
    }
  }

  @Test
  void where_all_rows_are_needed_the_message_lists_the_first_and_no_file_is_left() {
    String[] cells = new String[30];
    Arrays.fill(cells, "1");
    Transformation all =
        new Transformation(
            new Transform("direct:t", List.of()),
            snapshot(cells),
            row -> {
              throw new IllegalStateException("no");
            },
            done -> false);

    assertThatThrownBy(() -> all.write(Optional.of("workiva:x"), QUOTA))
        .hasMessageContaining("workiva:x takes all rows or none")
        .hasMessageContaining("row 1 no; row 2 no")
        .hasMessageContaining("and 20 more");
    assertThat(folder.toFile().list()).containsExactly("snapshot.csv");
  }

  @Test
  void a_run_that_is_stopped_leaves_no_file_and_calls_no_more() {
    List<String> called = new ArrayList<>();
    Transformation stopped =
        new Transformation(
            new Transform("direct:t", List.of()),
            snapshot("1", "2", "3"),
            row -> {
              called.add(row.get("v"));
              return row;
            },
            done -> done == 2);

    assertThat(stopped.write(Optional.empty(), QUOTA)).isEmpty();

    assertThat(called).containsExactly("1", "2");
    assertThat(folder.toFile().list()).containsExactly("snapshot.csv");
  }

  @Test
  void the_end_of_the_process_is_no_failure_of_a_row() {
    Snapshot rows = snapshot("1");
    RowCode ends =
        row -> {
          throw new RowCode.EndsException(new InterruptedException());
        };

    assertThatThrownBy(() -> transform(rows, List.of(), ends))
        .isInstanceOf(RowCode.EndsException.class);
    assertThat(folder.toFile().list()).containsExactly("snapshot.csv");
  }

  @Test
  void it_is_of_the_rows_the_route_and_the_code_that_it_was_made_of() throws Exception {
    Snapshot rows = snapshot("1");
    Transformed made = transform(rows, List.of(), CODE).orElseThrow();

    assertThat(made.isOf(rows, new Transform("direct:t", List.of()), row -> row)).isFalse();
    assertThat(made.isOf(rows, new Transform("direct:t", List.of()), CODE)).isTrue();
    assertThat(made.isOf(rows, new Transform("direct:u", List.of()), CODE)).isFalse();
    assertThat(made.isOf(rows, new Transform("direct:t", List.of("k")), CODE)).isFalse();
    assertThat(made.isOf(snapshot("2"), new Transform("direct:t", List.of()), CODE)).isFalse();
    assertThat(Files.size(folder.resolve(Transformed.FILE))).isEqualTo(made.bytes());
  }

  @Test
  void one_column_and_a_row_that_is_left_out_are_read_back() {
    Transformed made =
        transform(
                snapshot("1", "2"),
                List.of("k"),
                row -> row.get("v").equals("1") ? null : Map.of("k", "a\r\n\"b\","))
            .orElseThrow();

    assertThat(rows(made)).containsExactly(Collections.singletonList(null), List.of("a\r\n\"b\","));
  }
}
