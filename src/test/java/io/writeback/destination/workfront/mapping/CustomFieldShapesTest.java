package io.writeback.destination.workfront.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.rest.StrictJson;
import io.writeback.destination.workfront.CustomFields;
import io.writeback.destination.workfront.mapping.MetadataField.Form;
import io.writeback.destination.workfront.mapping.MetadataField.Option;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shape of {@code custom} that was captured on real tenants, and the other one. */
class CustomFieldShapesTest {
  private static ObjectMetadata captured() {
    return ObjectMetadata.of(CustomFields.metadata().path("data"), ObjectType.writable("PROJ"));
  }

  private static MetadataField entry(String json) throws Exception {
    JsonNode entry = StrictJson.MAPPER.readTree(json);
    return MetadataField.of("Age", entry, true);
  }

  @ParameterizedTest
  @CsvSource({"Crew Size,double", "Roof Closed,date", "Plot,string", "Remarks,string"})
  void the_type_of_a_custom_field_is_its_type(String name, String type) {
    assertThat(captured().custom().get(name).type()).isEqualTo(type);
  }

  @Test
  void a_native_field_beside_them_keeps_its_field_type_label_and_flags() {
    MetadataField cpi = captured().fields().get("cpi");

    assertThat(cpi.type()).isEqualTo("double");
    assertThat(cpi.label()).isEqualTo("CPI");
    assertThat(cpi.writable()).isFalse();
    assertThat(cpi.forms()).isEmpty();
  }

  @Test
  void the_categories_of_a_custom_field_are_its_forms() {
    assertThat(captured().custom().get("Roof Closed").forms())
        .containsExactly(
            new Form("00000000000000000000000000000f01", "Site"),
            new Form("00000000000000000000000000000f03", "Handover"));
  }

  @Test
  void the_id_of_a_form_is_lower_case_as_that_of_an_object() {
    assertThat(captured().custom().get("Crew Size").forms())
        .containsExactly(new Form("00000000000000000000000000000f01", "Site"));
  }

  @Test
  void possible_values_are_options() {
    assertThat(captured().custom().get("Phase").options())
        .containsExactly(
            new Option("2", "Under roof"), new Option("1", "Dug"), new Option("1b", "Dug"));
  }

  @Test
  void an_entry_with_the_members_of_a_native_one_is_read_as_one() throws Exception {
    MetadataField age =
        entry(
            """
            {"label":"Age in days","fieldType":"int","type":"double","flags":["READ_ONLY"],
             "categories":[{"ID":"00000000000000000000000000000f01","name":"Site"}]}
            """);

    assertThat(age.type()).isEqualTo("int");
    assertThat(age.label()).isEqualTo("Age in days");
    assertThat(age.flags()).isEqualTo(Set.of("READ_ONLY"));
    assertThat(age.forms()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{\"type\":null,\"categories\":null,\"possibleValues\":null}",
        "{\"type\":{},\"categories\":{\"name\":\"Site\"},\"possibleValues\":[{\"label\":\"x\"}]}"
      })
  void an_entry_that_says_nothing_is_a_text(String json) throws Exception {
    assertThat(entry(json))
        .isEqualTo(
            new MetadataField(
                "Age", "", "string", Set.of(), java.util.List.of(), java.util.List.of(), true));
  }
}
