package io.writeback.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class FieldsTest {
  private static final Fields.Names NAMES = new Fields.Names(List.of("name", "status", "budget"));

  private static Fields fields(Object... values) {
    return new Fields(NAMES, values);
  }

  @Test
  void it_is_equal_to_a_map_of_the_same_fields() {
    Map<String, Object> same = new LinkedHashMap<>();
    same.put("name", "Rio");
    same.put("budget", null);

    Fields fields = fields("Rio", Fields.LEFT_OUT, null);

    assertThat(fields).isEqualTo(same).hasSize(2).hasSameHashCodeAs(same);
    assertThat(same).isEqualTo(fields);
    assertThat(fields).hasToString("{name=Rio, budget=null}");
  }

  @Test
  void a_field_that_is_cleared_is_there_and_one_that_is_left_out_is_not() {
    Fields fields = fields("Rio", Fields.LEFT_OUT, null);

    assertThat(fields.containsKey("budget")).isTrue();
    assertThat(fields.containsKey("status")).isFalse();
    assertThat(fields.containsKey("other")).isFalse();
    assertThat(fields.get("status")).isNull();
    assertThat(fields.keySet()).containsExactly("name", "budget");
  }

  @Test
  void it_goes_over_its_fields_in_the_order_of_the_columns() {
    List<String> seen = new ArrayList<>();

    fields(Fields.LEFT_OUT, "CUR", 1L).forEach((name, value) -> seen.add(name + "=" + value));

    assertThat(seen).containsExactly("status=CUR", "budget=1");
  }

  @Test
  void a_record_that_writes_nothing_has_no_fields() {
    Fields none = fields(Fields.LEFT_OUT, Fields.LEFT_OUT, Fields.LEFT_OUT);

    assertThat(none).isEmpty();
    assertThatThrownBy(() -> none.entrySet().iterator().next())
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void it_cannot_be_changed() {
    assertThatThrownBy(() -> fields("Rio", "CUR", 1L).put("name", "Oslo"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> fields("Rio", "CUR", 1L).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void a_name_stands_once_and_has_one_value() {
    assertThatThrownBy(() -> new Fields.Names(List.of("name", "name")))
        .hasMessageContaining("stands twice");
    assertThatThrownBy(() -> fields("Rio")).hasMessageContaining("1 values for");
  }
}
