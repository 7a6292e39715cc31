package io.writeback.destination.workfront.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.writeback.config.Settings;
import io.writeback.dataset.Schema;
import io.writeback.destination.MappedColumn;
import io.writeback.destination.rest.StrictJson;
import io.writeback.destination.workfront.Tenant;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnMatchingTest {
  private static final ObjectMetadata PROJECT = metadata(Tenant.METADATA);

  private static ObjectMetadata metadata(String json) {
    return ObjectMetadata.of(
        StrictJson.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow().path("data"),
        ObjectType.writable("PROJ"));
  }

  private static FieldMapping match(Map<String, String> options, String... columns) {
    return match(PROJECT, options, Tenant.schema(columns));
  }

  private static FieldMapping match(
      ObjectMetadata metadata, Map<String, String> options, Schema schema) {
    Map<String, String> given = new TreeMap<>(options);
    given.putIfAbsent("object", "project");
    Settings settings = new Settings("route", "", given);
    WorkfrontOptions read = WorkfrontOptions.of(settings, 4);
    settings.orThrow();
    return ColumnMatching.match("workfront:host/PROJ", schema, read, metadata, Map.of());
  }

  private static List<Problem> problems(Map<String, String> options, String... columns) {
    return catchThrowableOfType(ConfigurationException.class, () -> match(options, columns))
        .problems();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "status,status,key",
        "Project Status,status,label",
        "Region,DE:Region,custom name",
        "DE:Region,DE:Region,custom name",
        "Sales Region,DE:Region,custom label",
        "DE:name,DE:name,custom name",
        "name,name,key",
        "Name,name,label",
        "Owner ID,ownerID,label",
        "ownerID,ownerID,key"
      })
  void fits_a_column_by_key_then_custom_name_then_label(String column, String field, String why) {
    FieldMapping mapping = match(Map.of(), "ID", column);

    assertThat(mapping.table().get(1))
        .extracting(MappedColumn::column, MappedColumn::field, MappedColumn::why)
        .containsExactly(column, field, why);
    assertThat(mapping.written())
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry)
                    .isEqualTo(
                        new FieldMapping.Written(
                            1, column, entry.field(), entry.field().kind(), true)));
    assertThat(mapping.key()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"status,status", "Project Status,status", "Region,DE:Region", "DE:Region,DE:Region"})
  void takes_an_override_before_any_name(String written, String field) {
    FieldMapping mapping =
        match(Map.of("columns", "priority=" + written), "ID", "priority", "name");

    assertThat(mapping.written())
        .extracting(entry -> entry.column() + "→" + entry.field().wireName())
        .containsExactly("priority→" + field, "name→name");
    assertThat(mapping.table().get(1).why()).isEqualTo("override");
  }

  @Test
  void leaves_a_column_out() {
    FieldMapping mapping = match(Map.of("columns", "status=-"), "ID", "status", "name");

    assertThat(mapping.written()).extracting(FieldMapping.Written::column).containsExactly("name");
    assertThat(mapping.unmatched()).isEmpty();
    assertThat(mapping.table().get(1).why()).isEqualTo("left out");
  }

  @Test
  void takes_another_column_for_the_key_and_never_writes_the_id() {
    FieldMapping mapping = match(Map.of("idColumn", "Key"), "ID", "Key", "status");

    assertThat(mapping.key()).isEqualTo(1);
    assertThat(mapping.written())
        .extracting(FieldMapping.Written::column)
        .containsExactly("status");
    assertThat(mapping.warnings())
        .containsExactly("column \"ID\" is not written: the field ID selects the record");
  }

  @Test
  void skips_read_only_fields_with_a_warning() {
    FieldMapping mapping = match(Map.of("unmatchedColumns", "fail"), "ID", "CPI", "status");

    assertThat(mapping.warnings())
        .containsExactly("column \"CPI\" is not written: the field cpi is read-only");
    assertThat(mapping.unmatched()).isEmpty();
    assertThat(mapping.written()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "owner|a reference to another object; its field is ownerID",
        "Owner|a reference to another object; its field is ownerID",
        "tasks|a collection; its objects are updated by themselves",
        "Tasks|a collection; its objects are updated by themselves",
        "Status|did you mean status?",
        "` name `|did you mean name?",
        "project status|did you mean Project Status?",
        "prioritie|did you mean Priority?",
        "de:region|did you mean DE:Region?",
        "Weather in Vienna|``"
      })
  void says_what_a_column_is_that_fits_no_field(String column, String note) {
    FieldMapping mapping = match(Map.of(), "ID", column, "budget");

    assertThat(mapping.unmatched()).containsExactly(column);
    assertThat(mapping.table().get(1))
        .isEqualTo(new MappedColumn(column, "", "unmatched", "", note));
    assertThat(mapping.warnings())
        .isEqualTo(
            note.isEmpty()
                ? List.of()
                : List.of("column \"%s\" fits no field: %s".formatted(column, note)));
  }

  @Test
  void fails_on_unmatched_columns_if_asked_to() {
    assertThat(problems(Map.of("unmatchedColumns", "fail"), "ID", "name", "Status", "Weather"))
        .containsExactly(
            new Problem(
                Code.UNMATCHED_COLUMN,
                "workfront:host/PROJ",
                "unmatchedColumns is fail, and no field fits \"Status\" (did you mean status?), \"Weather\""));
  }

  @Test
  void refuses_a_label_that_several_fields_bear() {
    assertThat(problems(Map.of(), "ID", "Start", "name"))
        .containsExactly(
            new Problem(
                Code.AMBIGUOUS_FIELD,
                "workfront:host/PROJ",
                "column \"Start\" is the label of 2 fields: estStart (\"Start\"), projStart (\"Start\") (read-only); choose one with columns: Start=estStart"));
    assertThat(match(Map.of("columns", "Start=estStart"), "ID", "Start").written()).hasSize(1);
  }

  @Test
  void refuses_two_columns_for_one_field() {
    assertThat(problems(Map.of(), "ID", "status", "Project Status", "name"))
        .containsExactly(
            new Problem(
                Code.AMBIGUOUS_FIELD,
                "workfront:host/PROJ",
                "the columns \"status\", \"Project Status\" all go to the field status; leave out all but one with columns: Project Status=-"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "id|did you mean idColumn: \"id\"?",
        "`ID `|did you mean idColumn: \"ID \"?",
        "I D|did you mean idColumn: \"I D\"?"
      })
  void refuses_a_dataset_without_key_and_names_the_near_miss(String column, String suggestion) {
    assertThat(problems(Map.of(), column, "name"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(Code.NO_KEY_COLUMN);
              assertThat(problem.message()).contains(suggestion);
            });
  }

  @Test
  void refuses_two_key_columns() {
    assertThat(problems(Map.of(), "ID", "name", "ID"))
        .extracting(Problem::code)
        .containsExactly(Code.AMBIGUOUS_FIELD);
  }

  @Test
  void refuses_a_dataset_of_which_nothing_would_be_written() {
    assertThat(problems(Map.of(), "ID", "CPI", "Weather"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(Code.NOTHING_MAPPED);
              assertThat(problem.message()).contains("\"ID\", \"CPI\", \"Weather\"");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name=statuss|columns sends \"name\" to \"statuss\", which is not a field (did you mean"
            + " status?)",
        "name=xyzzy|columns sends \"name\" to \"xyzzy\", which is not a field",
        "name=owner|columns sends \"name\" to \"owner\", which is not a field (a reference to"
            + " another object; its field is ownerID)",
        "name=cpi|columns sends \"name\" to cpi, which is read-only",
        "name=ID|columns sends \"name\" to ID, which selects the record",
        "Nam=status|columns names \"Nam\", which the DataSet does not have; did you mean name?"
      })
  void refuses_an_override_of_what_does_not_exist(String columns, String message) {
    assertThat(problems(Map.of("columns", columns), "ID", "name", "priority"))
        .containsExactly(new Problem(Code.UNKNOWN_FIELD, "workfront:host/PROJ", message));
  }

  @Test
  void names_all_that_does_not_fit_at_once() {
    assertThat(
            problems(
                Map.of("columns", "a=b", "unmatchedColumns", "fail"),
                "Start",
                "status",
                "Project Status",
                "X"))
        .extracting(Problem::code)
        .containsExactly(
            Code.NO_KEY_COLUMN,
            Code.UNKNOWN_FIELD,
            Code.AMBIGUOUS_FIELD,
            Code.AMBIGUOUS_FIELD,
            Code.UNMATCHED_COLUMN);
  }

  @Test
  void warns_of_an_unknown_type_and_of_a_field_that_is_never_shown() {
    FieldMapping mapping = match(Map.of(), "ID", "versionMap", "auditNote", "City, State", "name");

    assertThat(mapping.warnings()).hasSize(3);
    assertThat(mapping.warnings().get(0)).contains("versionMap", "type map", "as text");
    assertThat(mapping.warnings().get(1))
        .contains("auditNote is write-only", "differs (writeOnlyFields");
    assertThat(mapping.warnings().get(2)).contains("\"name\" → name: DE:name is another field");
  }

  @Test
  void asks_back_every_field_but_the_write_only_ones() {
    assertThat(match(Map.of(), "ID", "auditNote", "City, State", "name").readBack())
        .containsExactly("DE:City, State", "name");
  }

  @ParameterizedTest
  @CsvSource({
    "project,parameterValues,parameterValues,DE:Region",
    "project,Mine,Mine=parameterValues,DE:Region",
    "issue,projectID,projectID,move",
    "issue,Where,Where=projectID,move"
  })
  void refuses_a_field_that_no_update_changes(
      String object, String column, String columns, String instead) {
    Map<String, String> options = new java.util.TreeMap<>(Map.of("object", object));
    if (columns.contains("=")) {
      options.put("columns", columns);
    }

    assertThat(problems(options, "ID", column, "name"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(Code.FIELD_IGNORED);
              assertThat(problem.message()).contains(instead, "columns: " + column + "=-");
            });
  }

  @Test
  void a_field_that_no_update_changes_may_be_left_out() {
    Map<String, String> options = Map.of("object", "issue", "columns", "projectID=-");

    assertThat(match(options, "ID", "projectID", "name").readBack()).containsExactly("name");
    assertThat(match(Map.of("object", "task"), "ID", "projectID", "name").readBack())
        .containsExactly("projectID", "name");
  }

  @Test
  void warns_of_a_field_that_some_updates_change_and_others_do_not() {
    assertThat(match(Map.of("object", "task"), "ID", "plannedStartDate").warnings())
        .singleElement()
        .asString()
        .contains("plannedStartDate", "scheduler");
    assertThat(match(Map.of("object", "project"), "ID", "plannedStartDate").warnings()).isEmpty();
  }

  @Test
  void trusts_a_custom_name_if_the_metadata_lists_none() {
    ObjectMetadata bare = metadata("{\"data\":{\"objCode\":\"PROJ\",\"fields\":{\"name\":{}}}}");
    FieldMapping mapping = match(bare, Map.of(), Tenant.schema("ID", "DE:Region", "name"));

    assertThat(mapping.written())
        .extracting(entry -> entry.field().wireName())
        .containsExactly("DE:Region", "name");
    assertThat(mapping.warnings()).singleElement().asString().contains("DE:Region", "trusted");
    assertThat(match(Map.of(), "ID", "DE:Other", "name").unmatched()).containsExactly("DE:Other");
  }

  @Test
  void takes_ten_thousand_columns_in_seconds_without_a_warning_for_each() {
    String[] columns =
        Stream.concat(
                Stream.of("ID", "status"),
                Stream.iterate(0, i -> i + 1).limit(9_998).map(i -> "nam" + i))
            .toArray(String[]::new);
    long start = System.nanoTime();
    FieldMapping mapping = match(Map.of(), columns);

    assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    assertThat(mapping.unmatched()).hasSize(9_998);
    assertThat(mapping.warnings()).hasSizeLessThanOrEqualTo(100);
  }
}
