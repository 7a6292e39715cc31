package io.writeback.dataset.domo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryAnswerTest {
  private static final List<String> COLUMNS = List.of("ID", "Budget");
  private final List<List<String>> rows = new ArrayList<>();

  private long read(String json) throws IOException {
    return QueryAnswer.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), COLUMNS, rows::add);
  }

  @Test
  void cells_are_the_texts_that_an_export_has() throws IOException {
    long read =
        read(
            """
            {"datasource":"x","metadata":[{"type":"STRING"},{"type":"DOUBLE"}],
             "columns":["ID","Budget"],
             "rows":[["1",10.50],["",null],["ü\\n\\"",1.0E10],["\\\\N",-3]],"numRows":4,"fromcache":true}
            """);

    assertThat(read).isEqualTo(4);
    assertThat(rows.get(0)).containsExactly("1", "10.50");
    assertThat(rows.get(1)).containsExactly("", null);
    assertThat(rows.get(2)).containsExactly("ü\n\"", "10000000000");
    assertThat(rows.get(3)).containsExactly("\\N", "-3");
  }

  @Test
  void its_columns_may_come_last() throws IOException {
    assertThat(read("{\"numRows\":1,\"rows\":[[\"1\",2]],\"columns\":[\"ID\",\"Budget\"]}"))
        .isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"columns\":[\"ID\",\"Budget\"],\"rows\":[[\"1\",2],[\"2\"",
        "{\"columns\":[\"ID\",\"Budget\"],\"rows\":[[\"1\",2]",
        "{\"columns\":[\"ID\",\"Budget\"],\"rows\":[[\"1\",2]],\"numRows\":1",
        "{\"columns\":[\"ID\",\"Budget\"],\"rows\":[[\"1\",2]],\"numRows\":2}",
        "{\"columns\":[\"ID\",\"Budget\"],\"rows\":[[\"1\",2]]}"
      })
  void an_answer_that_is_cut_is_read_again(String json) {
    assertThatThrownBy(() -> read(json))
        .satisfies(
            e ->
                assertThat(e instanceof EOFException || json.isEmpty())
                    .as(String.valueOf(e))
                    .isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"columns\":[\"ID\"],\"rows\":[],\"numRows\":0}",
        "{\"columns\":[\"Budget\",\"ID\"],\"rows\":[],\"numRows\":0}",
        "{\"columns\":[\"ID\",\"Budget\"],\"rows\":[[\"1\"]],\"numRows\":1}",
        "{\"columns\":[\"ID\",\"Budget\"],\"rows\":[[\"1\",2,3]],\"numRows\":1}",
        "{\"columns\":[\"ID\",\"Budget\"],\"rows\":[[\"1\",[2]]],\"numRows\":1}",
        "{\"columns\":[\"ID\",\"Budget\"],\"rows\":[[\"1\",true]],\"numRows\":1}",
        "{\"columns\":[\"ID\",\"Budget\"],\"rows\":[{\"ID\":1}],\"numRows\":1}",
        "{\"columns\":[\"ID\",\"Budget\"],\"numRows\":0}",
        "{\"error\":\"x\"}",
        "<html>"
      })
  void an_answer_of_another_shape_is_none(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(QueryAnswer.ShapeException.class);
  }

  @Test
  void a_row_is_handed_over_before_the_answer_has_come() throws IOException {
    String start = "{\"columns\":[\"ID\",\"Budget\"],\"rows\":[";
    long[] made = {0};
    long[] ahead = {0};
    long[] taken = {0};
    InputStream endless =
        new InputStream() {
          private byte[] piece = start.getBytes(StandardCharsets.UTF_8);
          private int at;

          @Override
          public int read() {
            if (at == piece.length) {
              String row = made[0] == 200_000 ? "],\"numRows\":200000}" : "";
              if (made[0] > 200_000) {
                return -1;
              }
              piece =
                  (row.isEmpty() ? (made[0] == 0 ? "" : ",") + "[\"" + made[0] + "\",1.5]" : row)
                      .getBytes(StandardCharsets.UTF_8);
              made[0]++;
              at = 0;
            }
            return piece[at++];
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            int next = read();
            if (next < 0) {
              return -1;
            }
            target[offset] = (byte) next;
            return 1;
          }
        };

    long read =
        QueryAnswer.read(
            endless, COLUMNS, cells -> ahead[0] = Math.max(ahead[0], made[0] - ++taken[0]));

    assertThat(read).isEqualTo(200_000);
    assertThat(ahead[0]).isLessThan(5_000);
  }
}
