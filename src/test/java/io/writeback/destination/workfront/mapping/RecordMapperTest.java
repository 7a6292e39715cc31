package io.writeback.destination.workfront.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.dataset.Row;
import io.writeback.destination.Mapped;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.destination.RowReject;
import io.writeback.destination.workfront.Tenant;
import io.writeback.problem.Code;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordMapperTest {
  private final Tenant tenant = new Tenant();
  private final RowMapper mapper =
      tenant
          .plan(Map.of("object", "project"), "Weather", "ID", "Name", "Priority", "Sales Region")
          .mapper();

  @AfterEach
  void close() throws IOException {
    tenant.close();
  }

  private static Row row(String... cells) {
    return new Row(7, Arrays.asList(cells));
  }

  @Test
  void makes_a_record_of_the_cells_that_go_somewhere() {
    Mapped mapped =
        mapper.map(
            row(
                "sunny",
                " " + Tenant.ID_1.toUpperCase(java.util.Locale.ROOT) + " ",
                "é",
                "High",
                null));

    assertThat(mapped).isInstanceOf(Mapped.Sendable.class);
    Record record = ((Mapped.Sendable) mapped).record();
    assertThat(record.row()).isEqualTo(7);
    assertThat(record.key()).isEqualTo(Tenant.ID_1);
    assertThat(record.fields()).containsExactly(Map.entry("name", "é"), Map.entry("priority", 3L));
    assertThat(record.bytes())
        .isGreaterThanOrEqualTo(
            ("{\"ID\":\"" + Tenant.ID_1 + "\",\"name\":\"\\u00e9\",\"priority\":3}").length())
        .isLessThan(150);
  }

  @Test
  void leaves_a_row_unchanged_that_has_nothing_but_its_id() {
    assertThat(mapper.map(row("sunny", Tenant.ID_1, "", null, "")))
        .isEqualTo(new Mapped.Unchanged(7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "NULL",
      quoteCharacter = '`',
      value = {
        "NULL|it is blank; it has to be",
        "``|it is blank; it has to be",
        "4711|\"4711\" has 4 characters; it has to be",
        "4c78821c0000d6fa8d5e52f07a1d54dg|\"4c78821c0000d6fa8d5e52f07a1d54dg\" has a character"
            + " other than 0-9 and a-f"
      })
  void rejects_a_row_without_usable_key(String id, String reason) {
    Row row = row("sunny", id, "a", "1", "b");

    assertThat(mapper.key(row)).isEmpty();
    assertThat(mapper.map(row)).isInstanceOf(Mapped.Rejected.class);
    RowReject reject = ((Mapped.Rejected) mapper.map(row)).reject();
    assertThat(reject.code()).isEqualTo(Code.KEY_INVALID);
    assertThat(reject.column()).isEqualTo("ID");
    assertThat(reject.reason()).startsWith(reason);
  }

  @Test
  void rejects_a_row_with_a_cell_that_does_not_fit_and_says_what_would() {
    assertThat(mapper.map(row("sunny", Tenant.ID_1, "a", "12.5", "b")))
        .isEqualTo(
            new Mapped.Rejected(
                new RowReject(
                    7,
                    Tenant.ID_1,
                    Code.VALUE_INVALID,
                    "Priority",
                    "\"12.5\" does not fit the field priority, which takes a whole number, such as 12: it has a fraction or too many digits")));
    assertThat(mapper.map(row("sunny", Tenant.ID_1, "a", "x".repeat(1000), "b")).toString())
        .contains("\"" + "x".repeat(80) + "…\" does not fit the field priority")
        .doesNotContain("x".repeat(81));
  }

  @Test
  void sends_a_cell_of_ten_megabytes_but_not_one_that_no_answer_could_hold() {
    String large = "x".repeat(10 << 20);
    assertThat(mapper.map(row("", Tenant.ID_1, large, null, null)))
        .isInstanceOf(Mapped.Sendable.class);

    Mapped mapped = mapper.map(row("", Tenant.ID_1, "é".repeat(6 << 20), null, null));
    assertThat(mapped).isInstanceOf(Mapped.Rejected.class);
    assertThat(((Mapped.Rejected) mapped).reject())
        .extracting(RowReject::code, RowReject::column, RowReject::reason)
        .containsExactly(
            Code.ROW_TOO_LARGE, "", "the record takes about 36 MB, at most 32 MB are sent");
  }
}
