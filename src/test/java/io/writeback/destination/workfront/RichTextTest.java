package io.writeback.destination.workfront;

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
  void aTextIsWrappedInOneBlockALine() throws Exception {
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
  void theBlocksOfALongTextHaveDifferentKeysOfFiveCharacters() throws Exception {
    JsonNode json = StrictJson.MAPPER.readTree(RichText.of("line\n".repeat(5_000)));

    Set<String> keys = new HashSet<>(json.path("blocks").findValuesAsText("key"));
    assertThat(keys).hasSize(5_001).allMatch(key -> key.matches("[0-9a-z]{5}"));
  }

  @Test
  void aCellThatIsRichTextGoesAsItIs() {
    assertThat(RichText.of(BOLD)).isEqualTo(BOLD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{not json", "{}", "{\"a\":1}", "[1]", "{{name}}"})
  void aCellThatOnlyLooksSoIsText(String cell) throws Exception {
    assertThat(
            StrictJson.MAPPER.readTree(RichText.of(cell)).path("blocks").findValuesAsText("text"))
        .containsExactly(cell);
  }

  @Test
  void richTextThatIsNotWholeIsRefused() {
    assertThatThrownBy(() -> RichText.of("{\"blocks\":[]}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it has blocks and no entityMap");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"Dry;Windy|true", "Dry;Windy;|false", "Dry|false", "Dry Windy|false"})
  void theTextOfTheBlocksIsComparedAndNotTheirForm(String sent, boolean same) {
    String value = RichText.of(sent.replace(";", "\n"));

    assertThat(RichText.same(value, TextNode.valueOf(BOLD))).isEqualTo(same);
  }

  @Test
  void aPlainTextThatCameBackIsComparedByItsLines() {
    assertThat(RichText.same(RichText.of("Dry\nWindy"), TextNode.valueOf("Dry\r\nWindy"))).isTrue();
  }
}
