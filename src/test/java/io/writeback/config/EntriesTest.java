package io.writeback.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists in options. */
class EntriesTest {
  private final List<String> mistakes = new ArrayList<>();

  private List<List<String>> entries(String text) {
    return Entries.of(text, mistakes::add);
  }

  @Test
  void entries_have_commas_between_them_and_parts_equals_signs() {
    assertThat(entries(" a = b ,c, d=e=f"))
        .containsExactly(List.of("a", "b"), List.of("c"), List.of("d", "e", "f"));
    assertThat(mistakes).isEmpty();
  }

  @Test
  void a_backslash_makes_the_next_character_a_part_of_the_name() {
    assertThat(entries("a\\,b\\=c\\ =\\\\")).containsExactly(List.of("a,b=c ", "\\"));
    assertThat(mistakes).isEmpty();
  }

  @Test
  void an_empty_entry_is_one_empty_part() {
    assertThat(entries("a,,=")).containsExactly(List.of("a"), List.of(""), List.of("", ""));
  }

  @Test
  void a_backslash_at_the_end_is_a_mistake() {
    entries("a\\");

    assertThat(mistakes).containsExactly("ends with a backslash, which has nothing to escape");
  }
}
