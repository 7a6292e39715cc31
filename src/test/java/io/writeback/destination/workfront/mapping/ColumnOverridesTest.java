package io.writeback.destination.workfront.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnOverridesTest {
  private final List<String> mistakes = new ArrayList<>();

  private Map<String, Optional<String>> parse(String text) {
    return ColumnOverrides.parse(text, mistakes::add).fields();
  }

  @Test
  void sends_columns_to_fields_and_leaves_others_out() {
    assertThat(parse(" Project Status = status,Notes=-, A =DE:Sales Region "))
        .containsExactly(
            Map.entry("Project Status", Optional.of("status")),
            Map.entry("Notes", Optional.empty()),
            Map.entry("A", Optional.of("DE:Sales Region")));
    assertThat(mistakes).isEmpty();
  }

  @Test
  void takes_protected_characters_as_part_of_a_name_with_blanks_at_its_ends() {
    assertThat(parse("City\\, State=DE:a\\=b,\\ Name\\ = name,back\\\\slash=status"))
        .containsExactly(
            Map.entry("City, State", Optional.of("DE:a=b")),
            Map.entry(" Name ", Optional.of("name")),
            Map.entry("back\\slash", Optional.of("status")));
    assertThat(mistakes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b,|has an empty entry",
        "a=b,,c=d|has an empty entry",
        "status|has \"status\", which is not column=field",
        "=status|has \"=status\", which is not column=field",
        "Status=|has \"Status=\", which is not column=field",
        "a=b=c|has \"a=b=c\", which is not column=field",
        "a=b,a=c|names the column \"a\" twice",
        "a=b\\|ends with a backslash"
      })
  void names_each_mistake(String text, String mistake) {
    assertThat(parse(text)).doesNotContainKey("");

    assertThat(mistakes).singleElement().asString().startsWith(mistake);
  }

  @Test
  void names_all_mistakes_at_once() {
    assertThat(parse("a,=b,c=d")).containsOnlyKeys("c");

    assertThat(mistakes).hasSize(2);
  }
}
