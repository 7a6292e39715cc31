package io.writeback.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.rows.Digest;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static Digest of(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return Fingerprint.of(new Record(1, "key", fields, 1));
  }

  @Test
  void records_that_are_sent_otherwise_have_other_fingerprints() {
    List<Digest> different =
        List.of(
            of("a", "1"),
            of("a", 1L),
            of("a", new BigDecimal("1")),
            of("a", true),
            of("a", "true"),
            of("a", null),
            of("a", ""),
            of("a", "null"),
            of("a", List.of()),
            of("a", List.of("1")),
            of("a", List.of("1", "2")),
            of("a", List.of("12")),
            of("a", List.of("1,2")),
            of("b", "1"),
            of("a", "1", "b", "2"),
            of("a", "2", "b", "1"),
            of("a", "1", "b", null),
            of("a1", ""),
            of("a", List.of("b"), "c", "d"),
            of("a", List.of("b", "c"), "d", ""),
            of());

    assertThat(different).doesNotHaveDuplicates();
  }

  @Test
  void a_fingerprint_stays_what_ledgers_have() {
    assertThat(
            of(
                "name",
                "Z\u00fcrich",
                "budget",
                new BigDecimal("1.50"),
                "active",
                true,
                "count",
                7L,
                "tags",
                List.of("a", "b"),
                "note",
                null))
        .isEqualTo(new Digest(0xbd90cd43e5df29c3L, 0x128e38be6efeed96L));
  }

  @Test
  void the_order_of_the_columns_makes_no_difference() {
    assertThat(of("a", "1", "b", 2L)).isEqualTo(of("b", 2L, "a", "1"));
  }

  @Test
  void the_row_that_a_record_comes_from_makes_no_difference() {
    Map<String, Object> fields = Map.of("a", "1");

    assertThat(Fingerprint.of(new Record(7, "key", fields, 1)))
        .isEqualTo(Fingerprint.of(new Record(8, "key", fields, 2)));
  }

  @Test
  void a_value_of_another_kind_is_refused() {
    assertThatThrownBy(() -> of("a", 1.5)).hasMessageContaining("java.lang.Double");
  }
}
