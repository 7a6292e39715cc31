package io.writeback.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static String of(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return Fingerprint.of(new Record(1, "key", fields, 1));
  }

  @Test
  void recordsThatAreSentOtherwiseHaveOtherFingerprints() {
    List<String> different =
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
  void theOrderOfTheColumnsMakesNoDifference() {
    assertThat(of("a", "1", "b", 2L)).isEqualTo(of("b", 2L, "a", "1"));
  }

  @Test
  void theRowThatARecordComesFromMakesNoDifference() {
    Map<String, Object> fields = Map.of("a", "1");

    assertThat(Fingerprint.of(new Record(7, "key", fields, 1)))
        .isEqualTo(Fingerprint.of(new Record(8, "key", fields, 2)));
  }

  @Test
  void itHas144Bits() {
    assertThat(of("a", "1")).matches("[A-Za-z0-9_-]{24}");
  }

  @Test
  void aValueOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> of("a", 1.5)).hasMessageContaining("java.lang.Double");
  }
}
