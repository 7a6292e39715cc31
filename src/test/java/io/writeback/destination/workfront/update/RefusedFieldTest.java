package io.writeback.destination.workfront.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.destination.workfront.mapping.FieldMapping;
import io.writeback.destination.workfront.mapping.MetadataField;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedFieldTest {
  private static FieldMapping.Written written(
      String column, String name, String label, boolean custom) {
    MetadataField field =
        new MetadataField(name, label, "string", Set.of(), List.of(), List.of(), custom);
    return new FieldMapping.Written(0, column, field, field.kind(), true);
  }

  private final RefusedField refused =
      new RefusedField(
          new FieldMapping(
              0,
              "ID",
              List.of(
                  written("Sales Region", "Region", "Region label", true),
                  written("Phase", "status", "Status", false),
                  written("State", "State Filing State", "", true)),
              List.of(),
              List.of(),
              List.of()));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Parameter with primary key value(s) \"Region\" not found|Sales Region",
        "APIModel V17_0 does not support field status (Task)|Phase",
        "422: APIModel INTERNAL does not support field status|Phase",
        "Invalid Parameter: State Filing State value \"CMS\"|State",
        "Invalid custom enum value(s) for field 'Status': ['APV']|Phase",
        "Parameter with primary key value(s) \"Other\" not found|``",
        "Project with primary key value(s) \"Region\" not found|``",
        "Whoops! Something went wrong.|``"
      })
  void finds_the_column_of_the_field_that_workfront_names(String words, String column) {
    assertThat(refused.column(words)).isEqualTo(column);
  }
}
