package io.writeback.destination.workfront.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.rest.StrictJson;
import io.writeback.destination.workfront.mapping.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatObjectTest {
  private static final ComparedField NAME = new ComparedField("name", 0, ValueKind.TEXT);
  private static final ComparedField STATUS = new ComparedField("status", 1, ValueKind.DOUBLE);
  private static final ComparedField TAGS = new ComparedField("tags", 2, ValueKind.TEXTS);
  private static final Map<String, ComparedField> FIELDS =
      Map.of("name", NAME, "status", STATUS, "tags", TAGS);

  private static Optional<List<FlatObject>> read(String answer) {
    return FlatObject.read(answer.getBytes(StandardCharsets.UTF_8), FIELDS);
  }

  @Test
  void values_are_those_of_the_answer() {
    FlatObject object =
        read("{\"data\":[{\"ID\":\"AB\",\"objCode\":\"PROJ\",\"name\":\"5\",\"status\":1.50}]}")
            .orElseThrow()
            .get(0);

    assertThat(object.id()).isEqualTo("ab");
    assertThat(object.value(NAME).asText()).isEqualTo("5");
    assertThat(object.value(STATUS).decimalValue()).isEqualByComparingTo("1.5");
    assertThat(object.value(TAGS).isMissingNode()).isTrue();
    assertThat(object.isPlainly(NAME, "5")).isTrue();
    assertThat(object.isPlainly(STATUS, "1.50")).isTrue();
    assertThat(object.isPlainly(TAGS, "5")).isFalse();
  }

  @Test
  void null_is_not_the_text_of_that_name() {
    Found object =
        read("{\"data\":[{\"ID\":\"ab\",\"name\":null,\"status\":\"null\"}]}").orElseThrow().get(0);

    assertThat(object.isPlainly(NAME, "null")).isFalse();
    assertThat(object.isPlainly(STATUS, "null")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"error\":{\"message\":\"no\"}}",
        "{\"data\":[{\"ID\":\"a\"}],\"error\":{\"message\":\"no\"}}",
        "{\"error\":{\"message\":\"no\"},\"data\":[{\"ID\":\"a\"}]}",
        "{\"data\":[{\"ID\":\"a\"}],\"data\":[]}",
        "{\"data\":{\"ID\":\"a\"}}",
        "{\"data\":[{\"ID\":\"a\"}]} x",
        "{\"data\":[{\"ID\":\"a\"}]}{}",
        "{\"data\":[{\"ID\":\"a\"}]",
        "{\"data\":[{\"ID\":\"a\"},1]}",
        "{\"data\":[{\"name\":\"x\"}]}",
        "{\"data\":[{\"ID\":1}]}",
        "{\"data\":[{\"ID\":\"a\",\"ID\":\"a\"}]}",
        "{\"data\":[{\"ID\":\"a\",\"name\":\"x\",\"name\":\"x\"}]}",
        "{\"data\":[{\"ID\":\"a\",\"other\":1,\"other\":2}]}",
        "{\"data\":[{\"ID\":\"a\",\"tags\":[],\"tags\":[]}]}",
        "{\"data\":[{\"ID\":\"a\",\"name\":{\"x\":1}}]}",
        "{\"data\":[{\"ID\":\"a\",\"other\":{\"x\":1,\"x\":2}}]}",
        "{\"data\":[{\"ID\":\"a\",\"other\":[1]}]}",
        "{\"data\":[{\"ID\":\"a\",\"tags\":[[1]]}]}",
        "{\"data\":[{\"ID\":\"a\",\"tags\":[1"
      })
  void any_other_answer_is_left_to_the_tree(String answer) {
    assertThat(read(answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void what_is_read_is_what_the_tree_has(long seed) {
    Random random = new Random(seed);
    int flat = 0;
    for (int i = 0; i < 2_000; i++) {
      String answer = answer(random);
      Optional<List<FlatObject>> found = read(answer);
      if (found.isEmpty()) {
        continue;
      }
      flat++;
      JsonNode data =
          StrictJson.parse(answer)
              .orElseThrow(() -> new AssertionError("seed " + seed + ": " + answer))
              .path("data");
      assertThat(found.get()).as("seed %d: %s", seed, answer).hasSize(data.size());
      for (int each = 0; each < data.size(); each++) {
        JsonNode object = data.get(each);
        FlatObject read = found.get().get(each);
        assertThat(read.id()).isEqualTo(object.path("ID").asText());
        for (ComparedField field : FIELDS.values()) {
          assertThat(read.value(field))
              .as("seed %d: %s of %s", seed, field.name(), answer)
              .isEqualTo(object.path(field.name()));
        }
      }
    }
    assertThat(flat).as("answers that were read, seed %d", seed).isGreaterThan(100);
  }

  private static String answer(Random random) {
    List<String> objects = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      List<String> members = new ArrayList<>();
      members.add("\"ID\":\"" + "abcd".charAt(random.nextInt(4)) + "\"");
      for (int m = random.nextInt(5); m > 0; m--) {
        members.add(
            random.nextInt(members.size() + 1),
            "\"%s\":%s"
                .formatted(
                    List.of("name", "status", "tags", "objCode", "x").get(random.nextInt(5)),
                    value(random, 2)));
      }
      objects.add("{" + String.join(", ", members) + "}");
    }
    String end = random.nextInt(30) == 0 ? ",\"error\":null}" : "}";
    return " {\"data\" : [" + String.join(",\n", objects) + "]" + end;
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 7 : 9)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> "-1.50";
      case 3 -> "12345678901234567890";
      case 4 -> "\"\"";
      case 5 -> "\"\\u00e9\\n\\\"\"";
      case 6 -> "1E2";
      case 7 -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
      default -> "{\"y\":" + value(random, depth - 1) + "}";
    };
  }
}
