package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The matrix in docs/failures.md matches what the tests observe, cell by cell. */
class FailuresDocumentTest {
  private static final List<FailureMatrix> COLUMNS =
      List.of(new WorkfrontFailuresTest(), new WorkivaFailuresTest(), new DataWorldFailuresTest());

  private final List<List<String>> rows = rows();

  @Test
  void it_has_a_column_for_each_destination() {
    assertThat(rows.get(0).subList(2, rows.get(0).size()))
        .isEqualTo(COLUMNS.stream().map(FailureMatrix::name).toList());
  }

  @Test
  void it_has_a_row_for_each_failure_in_their_order() {
    assertThat(rows.subList(2, rows.size()).stream().map(row -> row.get(0) + " " + row.get(1)))
        .isEqualTo(
            Arrays.stream(Failure.values()).map(one -> one.id() + " " + one.what()).toList());
  }

  @Test
  void every_case_from_f1_to_f15_is_there() {
    assertThat(Arrays.stream(Failure.values()).map(Failure::id).distinct().toList())
        .isEqualTo(IntStream.rangeClosed(1, 15).mapToObj(n -> "F" + n).toList());
  }

  @Test
  void every_cell_begins_with_what_the_test_sees_and_says_more() {
    for (Failure failure : Failure.values()) {
      List<String> row = rows.get(2 + failure.ordinal());
      for (int i = 0; i < COLUMNS.size(); i++) {
        FailureMatrix column = COLUMNS.get(i);
        String seen = column.impossible().contains(failure) ? "—" : column.seen(failure).toString();
        assertThat(row.get(2 + i))
            .as("%s at %s", failure, column.name())
            .startsWith(seen + ": ")
            .hasSizeGreaterThan(seen.length() + 10);
      }
    }
  }

  private static List<List<String>> rows() {
    try {
      String text = Files.readString(Path.of("docs/failures.md"));
      List<List<String>> rows = new ArrayList<>();
      for (String line : text.substring(text.indexOf("## The matrix")).split("\n")) {
        if (line.startsWith("|")) {
          rows.add(
              Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
                  .map(String::strip)
                  .toList());
        }
      }
      return rows;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
