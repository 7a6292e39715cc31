package io.writeback.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DigestTest {
  @Test
  void is_the_first_half_of_the_sha_256_of_the_utf_8() {
    assertThat(Digest.of("Z\u00fcrich"))
        .isEqualTo(Digest.of("Z\u00fcrich".getBytes(StandardCharsets.UTF_8)));
    // FIPS 180-2, appendix B.1
    assertThat(Digest.of("abc")).isEqualTo(new Digest(0xba7816bf8f01cfeaL, 0x414140de5dae2223L));
  }

  @Test
  void parts_are_digested_one_after_the_other() {
    assertThat(Digest.of(new byte[] {'a'}, new byte[] {'b', 'c'})).isEqualTo(Digest.of("abc"));
  }

  @Test
  void texts_are_told_apart_by_where_they_end() {
    assertThat(
            Stream.of(
                    List.of("ab", "c"),
                    List.of("a", "bc"),
                    List.of("abc"),
                    List.of("abc", ""),
                    List.<String>of())
                .map(Digest::of))
        .doesNotHaveDuplicates();
  }

  @Test
  void an_id_is_its_own_digest() {
    assertThat(Digest.ofId("0123456789abcdefFEDCBA9876543210"))
        .isEqualTo(new Digest(0x0123456789abcdefL, 0xfedcba9876543210L));
    assertThat(Digest.ofId("f".repeat(32))).isEqualTo(new Digest(-1, -1));
  }

  @Test
  void its_bytes_are_those_of_both_numbers() {
    assertThat(new Digest(0x0102030405060708L, -1).bytes())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, -1, -1, -1, -1, -1, -1, -1, -1);
  }

  @Test
  void what_is_not_known_proves_nothing() {
    assertThat(Digest.of("a").proves(Digest.of("a"))).isTrue();
    assertThat(Digest.of("a").proves(Digest.of("b"))).isFalse();
    assertThat(Digest.NONE.proves(Digest.NONE)).isFalse();
  }
}
