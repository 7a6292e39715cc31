package io.writeback.destination.workfront.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.dataset.Row;
import io.writeback.destination.Mapped;
import io.writeback.destination.RowMapper;
import io.writeback.destination.workfront.Tenant;
import io.writeback.destination.workfront.account.DateTimeForm;
import io.writeback.destination.workfront.mapping.MetadataField.Option;
import io.writeback.destination.workfront.mapping.WorkfrontOptions.BlankCells;
import io.writeback.rows.Digest;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When rows of different runs are taken for the same without being mapped. */
class RowSourceTest {
  private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
  private static final FieldMapping NAME_AND_START =
      mapping(column(1, "name", "string"), column(2, "start", "dateTime"));
  private static final RowMapper MAPPER = mapper(NAME_AND_START);
  private static final Row ROW = row(Tenant.ID_1, "a", "2026-07-01");

  private static FieldMapping.Written column(
      int index, String name, String type, Option... options) {
    MetadataField field =
        new MetadataField(name, "", type, Set.of(), List.of(options), List.of(), false);
    return new FieldMapping.Written(index, name, field, field.kind(), true);
  }

  private static FieldMapping mapping(FieldMapping.Written... written) {
    return new FieldMapping(0, "ID", List.of(written), List.of(), List.of(), List.of());
  }

  private static RowMapper mapper(FieldMapping mapping) {
    return new RecordMapper(mapping, BlankCells.CLEAR, VIENNA, DateTimeForm.WORKFRONT, true);
  }

  private static Row row(String... cells) {
    return new Row(1, Arrays.asList(cells));
  }

  @Test
  void rows_whose_cells_differ_have_different_sources() {
    List<Digest> sources =
        Stream.of(
                row("", "a", "b"),
                row("", "ab", ""),
                row("", "", "ab"),
                row("", "a", ""),
                row("", "a", null),
                row("", null, "a"),
                row("", "", "a"),
                row("", null, null),
                row("", "", null),
                row("", null, ""),
                row("", "", ""),
                row("", "a ", "b"),
                row("", "\u00e4", "b"),
                row("", "a\u0308", "b"),
                row("", "\u0161", "b"),
                row("", "\u0001a", "b"),
                row("", "\ud83d\ude00", "b"),
                row("", "\0", "b"))
            .map(MAPPER::source)
            .toList();

    assertThat(sources).doesNotHaveDuplicates().doesNotContain(Digest.NONE);
  }

  @Test
  void the_number_of_a_row_its_key_and_columns_that_are_not_written_make_no_difference() {
    assertThat(MAPPER.source(new Row(99, List.of(Tenant.ID_2, "a", "2026-07-01", "of no field"))))
        .isEqualTo(MAPPER.source(ROW));
  }

  @Test
  void the_order_of_the_columns_makes_no_difference() {
    RowMapper other = mapper(mapping(column(0, "start", "dateTime"), column(2, "name", "string")));

    assertThat(other.source(row("2026-07-01", Tenant.ID_1, "a"))).isEqualTo(MAPPER.source(ROW));
  }

  @Test
  void whatever_decides_what_becomes_of_a_cell_makes_a_difference() {
    FieldMapping.Written name = column(1, "name", "string");
    FieldMapping.Written start = column(2, "start", "dateTime");
    List<Digest> sources =
        Stream.of(
                MAPPER,
                mapper(mapping(name)),
                mapper(mapping(start)),
                mapper(mapping(name, column(2, "end", "dateTime"))),
                mapper(mapping(name, column(2, "start", "date"))),
                mapper(mapping(column(1, "start", "dateTime"), column(2, "name", "string"))),
                mapper(mapping(column(1, "name", "string", new Option("A", "a")), start)),
                mapper(mapping(column(1, "name", "string", new Option("B", "a")), start)),
                mapper(mapping(column(1, "name", "string", new Option("A", "b")), start)),
                new RecordMapper(
                    NAME_AND_START, BlankCells.KEEP, VIENNA, DateTimeForm.WORKFRONT, true),
                new RecordMapper(
                    NAME_AND_START,
                    BlankCells.CLEAR,
                    ZoneId.of("Europe/Berlin"),
                    DateTimeForm.WORKFRONT,
                    true),
                new RecordMapper(NAME_AND_START, BlankCells.CLEAR, VIENNA, DateTimeForm.ISO, true))
            .map(mapper -> mapper.source(ROW))
            .toList();

    assertThat(sources).doesNotHaveDuplicates();
  }

  /**
   * Who changes what becomes of a cell raises {@link RecordMapper#VERSION}, and puts the new digest
   * here: rows that were confirmed by an earlier version are then compared as records.
   */
  @Test
  void the_same_cells_become_the_same_values_as_long_as_the_version_is_the_same() {
    List<String> cells =
        List.of(
            "",
            " ",
            "a, b,,a",
            " Label ",
            "V",
            "TRUE",
            "-007",
            "1.50E2",
            "12345678901234567890",
            "2026-03-29T02:30",
            "2026-07-01",
            "2026-07-01 23:30:00.25Z",
            "1890-01-01T12:00:00",
            Tenant.ID_1.toUpperCase(Locale.ROOT) + "," + Tenant.ID_2,
            "two\nlines \u00e4\ud83d\ude00");
    List<String> values = new ArrayList<>();
    for (ValueKind kind : ValueKind.values()) {
      for (boolean custom : new boolean[] {false, true}) {
        MetadataField field =
            new MetadataField(
                    "f",
                    "",
                    "string",
                    Set.of(),
                    List.of(new Option("V", "Label"), new Option("W", "a, b")),
                    List.of(),
                    custom)
                .known("string", kind, FieldSource.METADATA, List.of());
        RowMapper mapper = mapper(mapping(new FieldMapping.Written(1, "f", field, kind, true)));
        for (String cell : cells) {
          values.add(
              mapper.map(row(Tenant.ID_1, cell)) instanceof Mapped.Sendable sendable
                  ? field.wireName() + sendable.record().fields()
                  : "rejected");
        }
      }
    }

    assertThat(values).contains("rejected", "f{f=null}", "DE:f{DE:f=-7}");
    assertThat(RecordMapper.VERSION + " " + Digest.of(values))
        .isEqualTo("1 Digest[high=-2351790674639892148, low=5775701580527665351]");
  }

  @Test
  void a_custom_field_is_another_than_a_native_one_of_its_name() {
    MetadataField custom =
        new MetadataField("name", "", "string", Set.of(), List.of(), List.of(), true);
    FieldMapping.Written column = new FieldMapping.Written(1, "name", custom, custom.kind(), true);

    assertThat(mapper(mapping(column)).source(ROW))
        .isNotEqualTo(mapper(mapping(column(1, "name", "string"))).source(ROW));
  }

  @Test
  void a_key_in_whatever_form_stands_for_its_object() {
    String key = MAPPER.key(row(" " + Tenant.ID_1.toUpperCase(Locale.ROOT), "a", "")).orElseThrow();

    assertThat(MAPPER.digest(key)).isEqualTo(Digest.ofId(Tenant.ID_1));
  }

  @Test
  void a_record_knows_the_source_of_its_row() {
    Mapped.Sendable sendable = (Mapped.Sendable) MAPPER.map(ROW);

    assertThat(sendable.record().source()).isEqualTo(MAPPER.source(ROW));
  }

  @Test
  void a_plan_that_sends_every_row_makes_none() throws IOException {
    try (Tenant tenant = new Tenant()) {
      Row row = row(Tenant.ID_1, "a");
      RowMapper full = tenant.plan(Map.of("object", "project"), "ID", "Name").mapper();
      RowMapper changed =
          tenant.plan(Map.of("object", "project", "mode", "changed"), "ID", "Name").mapper();

      assertThat(full.source(row)).isEqualTo(Digest.NONE);
      assertThat(changed.source(row)).isNotEqualTo(Digest.NONE);
    }
  }
}
