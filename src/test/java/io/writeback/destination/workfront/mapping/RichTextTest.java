package io.writeback.destination.workfront.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.writeback.destination.rest.StrictJson;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RichTextTest {
  private static final String BOLD =
      """
      {"blocks":[{"key":"9q2m1","text":"Dry","type":"header-one","depth":0,
        "inlineStyleRanges":[{"offset":0,"length":3,"style":"BOLD"}],"entityRanges":[],"data":{}},
        {"key":"5f0aa","text":"Windy","type":"unstyled"}],"entityMap":{}}
      """;

  @Test
  void a_text_is_wrapped_in_one_block_a_line() throws Exception {
    JsonNode json = StrictJson.MAPPER.readTree(RichText.of("Dry\r\n\"Windy\" <3\n\nend"));

    assertThat(json.path("entityMap").isObject()).isTrue();
    assertThat(json.path("blocks").findValuesAsText("text"))
        .containsExactly("Dry", "\"Windy\" <3", "", "end");
    JsonNode block = json.path("blocks").get(0);
    assertThat(block.path("type").asText()).isEqualTo("unstyled");
    assertThat(block.path("depth").isInt()).isTrue();
    assertThat(block.path("inlineStyleRanges").isArray()).isTrue();
    assertThat(block.path("entityRanges").isArray()).isTrue();
    assertThat(block.path("data").isObject()).isTrue();
  }

  @Test
  void the_blocks_of_a_long_text_have_different_keys_of_five_characters() throws Exception {
    JsonNode json = StrictJson.MAPPER.readTree(RichText.of("line\n".repeat(5_000)));

    Set<String> keys = new HashSet<>(json.path("blocks").findValuesAsText("key"));
    assertThat(keys).hasSize(5_001).allMatch(key -> key.matches("[0-9a-z]{5}"));
  }

  @Test
  void a_cell_that_is_rich_text_goes_as_it_is() {
    assertThat(RichText.of(BOLD)).isEqualTo(BOLD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{not json", "{}", "{\"a\":1}", "[1]", "{{name}}"})
  void a_cell_that_only_looks_so_is_text(String cell) throws Exception {
    assertThat(
            StrictJson.MAPPER.readTree(RichText.of(cell)).path("blocks").findValuesAsText("text"))
        .containsExactly(cell);
  }

  @Test
  void rich_text_that_is_not_whole_is_refused() {
    assertThatThrownBy(() -> RichText.of("{\"blocks\":[]}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it has blocks and no entityMap");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"Dry;Windy|true", "Dry;Windy;|false", "Dry|false", "Dry Windy|false"})
  void the_text_of_the_blocks_is_compared_and_not_their_form(String sent, boolean same) {
    String value = RichText.of(sent.replace(";", "\n"));

    assertThat(RichText.same(value, TextNode.valueOf(BOLD))).isEqualTo(same);
  }

  @Test
  void a_plain_text_that_came_back_is_compared_by_its_lines() {
    assertThat(RichText.same(RichText.of("Dry\nWindy"), TextNode.valueOf("Dry\r\nWindy"))).isTrue();
  }
}
