package io.writeback.destination.workfront.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.writeback.config.Settings;
import io.writeback.dataset.Row;
import io.writeback.destination.Mapped;
import io.writeback.destination.MappedColumn;
import io.writeback.destination.RowReject;
import io.writeback.destination.rest.StrictJson;
import io.writeback.destination.workfront.CustomFields;
import io.writeback.destination.workfront.Tenant;
import io.writeback.destination.workfront.account.DateTimeForm;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Custom fields in the captured shape, with what PARAM says of them and without. */
class ParametersTest {
  private static final ObjectMetadata LISTED =
      ObjectMetadata.of(CustomFields.metadata().path("data"), ObjectType.writable("PROJ"));
  private static final ObjectMetadata KNOWN = LISTED.with(listed(parameters()));
  private static final ObjectMetadata VISITED =
      LISTED.with(
          listed(
              Map.of(
                  "Visitors",
                  new Parameter("Visitors", "", "TEXT", "MULTINTRNL", "USER", List.of()))));
  private static final ObjectMetadata REFUSED =
      LISTED.with(new Parameters(Map.of(), Optional.of("GET /param/search: 403, no access")));
  private static final String ID = "%032x".formatted(7);

  private static Parameters listed(Map<String, Parameter> byName) {
    return new Parameters(byName, Optional.empty());
  }

  private static Map<String, Parameter> parameters() {
    Map<String, Parameter> parameters = new TreeMap<>();
    CustomFields.parameters()
        .path("data")
        .forEach(
            object -> {
              Parameter parameter = Parameter.of(object).orElseThrow();
              parameters.put(parameter.name(), parameter);
            });
    return parameters;
  }

  private static FieldMapping match(
      ObjectMetadata metadata, Map<String, String> options, String... columns) {
    Map<String, String> given = new TreeMap<>(options);
    given.put("object", "project");
    Settings settings = new Settings("route", "", given);
    WorkfrontOptions read = WorkfrontOptions.of(settings, 4);
    settings.orThrow();
    return ColumnMatching.match(
        "workfront:host/PROJ", Tenant.schema(columns), read, metadata, Map.of());
  }

  private static List<Problem> problems(Map<String, String> options, String... columns) {
    return catchThrowableOfType(ConfigurationException.class, () -> match(KNOWN, options, columns))
        .problems();
  }

  private static Mapped map(FieldMapping mapping, String cell) {
    return new RecordMapper(
            mapping,
            WorkfrontOptions.BlankCells.CLEAR,
            ZoneOffset.UTC,
            DateTimeForm.WORKFRONT,
            false)
        .map(new Row(1, List.of(ID, cell)));
  }

  private static Object sent(FieldMapping mapping, String cell) {
    return ((Mapped.Sendable) map(mapping, cell)).record().fields().values().iterator().next();
  }

  private static String reject(FieldMapping mapping, String cell) {
    RowReject reject = ((Mapped.Rejected) map(mapping, cell)).reject();
    assertThat(reject.code()).isEqualTo(Code.VALUE_INVALID);
    return reject.reason();
  }

  @ParameterizedTest
  @CsvSource({
    "Crew Size,DOUBLE,NMBR TEXT",
    "Day Rate,DOUBLE,CURC TEXT",
    "Break-even,DOUBLE,NMBR CALC",
    "Roof Closed,DAY,DATE TEXT",
    "Keys Handed Over,INSTANT,DTTM TEXT",
    "Trades,TEXTS,TEXT CHCK",
    "Phase,TEXT,TEXT SLCT",
    "Foreman,REFERENCE,TEXT TYAH USER",
    "Site Diary,RICH_TEXT,RICH TEXT",
    "Floor,TEXT,TEXT TXTA"
  })
  void param_says_how_the_values_of_a_custom_field_are_written(
      String name, ValueKind kind, String type) {
    MetadataField field = KNOWN.custom().get(name);

    assertThat(field.kind()).isEqualTo(kind);
    assertThat(field.type()).isEqualTo(type);
    assertThat(field.source()).isEqualTo(FieldSource.PARAM);
    assertThat(field.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TEXT,MULT,,TEXTS",
    "NMBR,MULTEXTRNL,,TEXTS",
    "TEXT,MULTINTRNL,PROJ,REFERENCES",
    "TEXT,MULTINTRNL,,REFERENCES",
    "TEXT,MULT,USER,REFERENCES",
    "TEXT,INTRNL,,REFERENCE",
    "TEXT,EXTRNL,,TEXT",
    "TEXT,TEXT,CMPY,REFERENCE",
    "HTML,TEXT,,RICH_TEXT",
    "NMBR,RDIO,,DOUBLE"
  })
  void the_display_type_says_more_than_the_data_type(
      String dataType, String displayType, String refObjCode, ValueKind kind) {
    Parameter parameter =
        new Parameter(
            "p", "", dataType, displayType, refObjCode == null ? "" : refObjCode, List.of());

    assertThat(parameter.kind()).contains(kind);
    assertThat(parameter.readOnly()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CALC", "ROLLUP", "SNGLROLLUP", "TIMEPHASED", "WIDGET", "DTXT"})
  void what_workfront_computes_or_only_shows_is_read_only(String displayType) {
    assertThat(new Parameter("p", "", "TEXT", displayType, "", List.of()).readOnly()).isTrue();
  }

  @Test
  void a_calculated_field_is_not_written_and_noted() {
    FieldMapping mapping = match(KNOWN, Map.of(), "ID", "Break-even", "Plot");

    assertThat(mapping.written()).extracting(FieldMapping.Written::column).containsExactly("Plot");
    assertThat(mapping.warnings())
        .containsExactly(
            "column \"Break-even\" is not written: the field DE:Break-even is read-only (NMBR CALC)");
  }

  @Test
  void a_column_may_be_the_label_of_a_custom_field() {
    MappedColumn column = match(KNOWN, Map.of(), "ID", "Rate a day").table().get(1);

    assertThat(column.field()).isEqualTo("DE:Day Rate");
    assertThat(column.why()).isEqualTo("custom label");
    assertThat(column.source()).isEqualTo("PARAM");
    assertThat(column.forms()).containsExactly("Costs");
  }

  @Test
  void a_label_of_two_custom_fields_is_an_error_that_names_both() {
    assertThat(problems(Map.of(), "ID", "Where"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(Code.AMBIGUOUS_FIELD);
              assertThat(problem.message()).contains("DE:Floor (\"Where\"), DE:Plot (\"Where\")");
            });
  }

  @Test
  void the_options_of_param_are_those_of_the_field_and_else_those_of_the_metadata() {
    assertThat(KNOWN.custom().get("Trades").options())
        .extracting(MetadataField.Option::value)
        .containsExactly("CRP", "MSN", "PN1", "PN2", "RFR");
    assertThat(KNOWN.custom().get("Phase").options()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Phase|Under roof|2",
        "Phase|2|2",
        "Phase|1b|1b",
        "Phase|Topped out|Topped out",
        "Trades|Mason, Carpenter|[MSN, CRP]",
        "Trades|MSN,CRP,Plumber|[MSN, CRP, Plumber]",
        "Trades|Mason, Roofer, slate|[MSN, RFR]",
        "Trades|Mason, MSN|[MSN]",
        "Crew Size|12.50|12.50",
        "Roof Closed|2026-07-01T23:30:00Z|2026-07-01",
        "Keys Handed Over|2026-07-01T23:30|2026-07-01T23:30:00:000+0000",
        "Foreman| 4C78821C0000D6FA8D5E52F07A1D54D0 |4c78821c0000d6fa8d5e52f07a1d54d0"
      })
  void a_cell_becomes_a_value_of_its_kind(String column, String cell, String value) {
    assertThat(sent(match(KNOWN, Map.of(), "ID", column), cell)).hasToString(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Phase|Dug|\"Dug\" is the label of the values 1, 1b",
        "Trades|Mason, Painter|\"Painter\" is the label of the values PN1, PN2",
        "Foreman|Ann Lee|finds no object by its name",
        "Foreman|4c78821c|32 hexadecimal digits",
        "Site Diary|{\"blocks\":[]}|no entityMap",
        "Crew Size|twelve|takes a number"
      })
  void a_cell_that_is_no_value_rejects_its_row_with_the_reason(
      String column, String cell, String reason) {
    assertThat(reject(match(KNOWN, Map.of(), "ID", column), cell)).contains(reason);
  }

  @Test
  void the_same_cells_give_the_same_values_so_that_an_unchanged_row_is_found_unchanged() {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      values.add(sent(match(KNOWN, Map.of(), "ID", "Site Diary"), "Monday\nrain"));
      values.add(sent(match(KNOWN, Map.of(), "ID", "Trades"), "Mason, Carpenter"));
    }

    assertThat(values.subList(0, 2)).isEqualTo(values.subList(2, 4));
  }

  @Test
  void a_list_goes_as_one_text_if_the_route_says_so() {
    for (String name : List.of("Trades on site", "Trades", "DE:Trades")) {
      FieldMapping mapping = match(KNOWN, Map.of("listsAsText", name), "ID", "Trades on site");

      assertThat(sent(mapping, "Mason, Carpenter")).isEqualTo("MSN,CRP");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Visitors"})
  void the_elements_of_a_list_of_references_are_ids(String asText) {
    String one = "4C78821C0000D6FA8D5E52F07A1D54D0";
    String other = "%032x".formatted(8);
    FieldMapping mapping =
        match(
            VISITED,
            Map.of("listsAsText", asText, "columns", "Visitors=DE:Visitors"),
            "ID",
            "Visitors");

    assertThat(sent(mapping, one + " , " + other))
        .isEqualTo(
            asText.isEmpty()
                ? List.of(one.toLowerCase(Locale.ROOT), other)
                : one.toLowerCase(Locale.ROOT) + "," + other);
    assertThat(reject(mapping, one + ", Ann Lee"))
        .contains("finds no object by its name", "Visitors");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Crew|UNKNOWN_FIELD|neither a column that is written nor its field",
        "Plot|BAD_VALUE|DE:Plot is not a list (TEXT TEXT, by PARAM)"
      })
  void a_name_of_lists_as_text_that_is_no_list_is_an_error(String name, Code code, String message) {
    assertThat(problems(Map.of("listsAsText", name), "ID", "Plot"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(code);
              assertThat(problem.message()).contains(message);
            });
  }

  @Test
  void an_explicit_name_that_the_metadata_does_not_list_is_trusted_with_the_type_of_param() {
    FieldMapping mapping =
        match(KNOWN, Map.of("columns", "Total=DE:Unlisted Total"), "ID", "Total");

    assertThat(sent(mapping, "12.5")).hasToString("12.5");
    assertThat(mapping.table().get(1).why()).isEqualTo("explicit");
    assertThat(mapping.table().get(1).source()).isEqualTo("PARAM");
    assertThat(mapping.warnings())
        .singleElement()
        .asString()
        .contains("does not list it", "on no form", "may not see it", "it is trusted");
  }

  @Test
  void an_explicit_name_that_nothing_describes_is_trusted_as_text() {
    FieldMapping mapping = match(KNOWN, Map.of("columns", "Total=DE:Plott"), "ID", "Total");

    assertThat(sent(mapping, "12.5")).isEqualTo("12.5");
    assertThat(mapping.table().get(1).source()).isEqualTo("explicit");
    assertThat(mapping.warnings())
        .singleElement()
        .asString()
        .contains("did you mean", "nothing describes its type", "sent as text");
  }

  @Test
  void an_explicit_name_of_a_calculated_field_is_an_error() {
    assertThat(problems(Map.of("columns", "x=DE:Break-even"), "ID", "x", "Plot"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("is read-only (NMBR CALC)"));
  }

  @Test
  void a_column_without_override_is_never_trusted_so() {
    assertThat(match(KNOWN, Map.of(), "ID", "DE:Unlisted Total", "Plot").unmatched())
        .containsExactly("DE:Unlisted Total");
  }

  @Test
  void without_param_the_types_are_those_of_the_metadata_and_a_warning_says_what_is_not_known() {
    FieldMapping mapping = match(REFUSED, Map.of(), "ID", "Crew Size", "Trades", "Break-even");

    assertThat(mapping.written())
        .extracting(FieldMapping.Written::kind)
        .containsExactly(ValueKind.DOUBLE, ValueKind.TEXT, ValueKind.DOUBLE);
    assertThat(mapping.table().get(1).source()).isEqualTo("fall-back");
    assertThat(mapping.warnings())
        .singleElement()
        .asString()
        .contains("403, no access", "labels are unknown", "objCode PARAM");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-07-01,2026-07-01",
    "2026-07-01T08:00:00+02:00,2026-07-01T08:00:00:000+0200",
    "2026-07-01 00:00:00,2026-07-01T00:00:00:000+0000"
  })
  void without_param_a_date_that_may_hold_a_time_loses_none(String cell, String value) {
    FieldMapping mapping = match(REFUSED, Map.of(), "ID", "Keys Handed Over");

    assertThat(sent(mapping, cell)).isEqualTo(value);
    assertThat(mapping.warnings())
        .anySatisfy(warning -> assertThat(warning).contains("whether it holds a time of day"));
  }

  @Test
  void a_field_that_param_does_not_list_has_the_type_of_the_metadata_and_a_note() {
    FieldMapping mapping = match(KNOWN, Map.of(), "ID", "Remarks");

    assertThat(mapping.table().get(1).source()).isEqualTo("fall-back");
    assertThat(mapping.warnings())
        .containsExactly(
            "column \"Remarks\" → DE:Remarks: PARAM does not list it, so its type is that of the"
                + " metadata");
  }

  @ParameterizedTest
  @CsvSource({
    "double,TEXT,TEXT,TEXT",
    "string,DATE,TEXT,DAY",
    "date,NMBR,TEXT,DOUBLE",
    "date,TEXT,MULT,TEXTS"
  })
  void where_metadata_and_param_disagree_param_holds_and_it_is_noted(
      String type, String dataType, String displayType, ValueKind kind) throws Exception {
    MetadataField listed =
        MetadataField.of("Age", StrictJson.MAPPER.readTree("{\"type\":\"" + type + "\"}"), true);
    MetadataField field =
        listed(Map.of("Age", new Parameter("Age", "", dataType, displayType, "", List.of())))
            .described(listed);

    assertThat(field.kind()).isEqualTo(kind);
    assertThat(field.notes())
        .containsExactly(
            "the metadata says %s and PARAM says %s %s, which holds"
                .formatted(type, dataType, displayType));
  }

  @Test
  void a_type_of_param_that_is_not_known_is_text_with_a_note() {
    MetadataField field =
        listed(Map.of("Plot", new Parameter("Plot", "", "GEOM", "MAP", "", List.of())))
            .described(LISTED.custom().get("Plot"));

    assertThat(field.kind()).isEqualTo(ValueKind.TEXT);
    assertThat(field.notes())
        .containsExactly("its type GEOM MAP is not known here; its cells are sent as text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ID,name,cpi||false",
        "ID,name,Crew Size||true",
        "ID,name,Weather||true",
        "ID,name,Weather|Weather=-|false",
        "ID,name,Weather|Weather=ownerID|false",
        "ID,name|name=DE:Plot|true"
      })
  void param_matters_only_if_a_column_may_go_to_a_custom_field(
      String columns, String overrides, boolean matters) {
    Map<String, String> given = new TreeMap<>(Map.of("object", "project"));
    if (overrides != null) {
      given.put("columns", overrides);
    }
    WorkfrontOptions options = WorkfrontOptions.of(new Settings("route", "", given), 4);

    assertThat(
            ColumnMatching.mayMeetCustomFields(Tenant.schema(columns.split(",")), options, LISTED))
        .isEqualTo(matters);
  }
}
