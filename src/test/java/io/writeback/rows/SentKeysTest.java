package io.writeback.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The keys of a batch: found again with their rows, in few bytes, and never wrongly. */
final class SentKeysTest {
  private static SentKeys.Sent sent(long row, String key) {
    return new SentKeys.Sent(row, key, true);
  }

  private static List<SentKeys.Found> find(byte[] keys, String key) {
    return SentKeys.find(keys, SentKeys.hash(key));
  }

  private static List<SentKeys.Sent> following(long first, int count) {
    return LongStream.range(first, first + count).mapToObj(row -> sent(row, "key " + row)).toList();
  }

  @Test
  void each_key_is_found_with_its_row() {
    byte[] keys = SentKeys.of(List.of(sent(3, "a"), sent(4, "b"), sent(900_000_000_000L, "c")));

    assertThat(find(keys, "a")).containsExactly(new SentKeys.Found(3, true));
    assertThat(find(keys, "b")).containsExactly(new SentKeys.Found(4, true));
    assertThat(find(keys, "c")).containsExactly(new SentKeys.Found(900_000_000_000L, true));
  }

  @Test
  void a_key_that_was_not_sent_is_not_found() {
    assertThat(find(SentKeys.of(following(1, 100)), "another")).isEmpty();
  }

  @Test
  void a_key_that_comes_twice_is_found_twice() {
    byte[] keys = SentKeys.of(List.of(sent(1, "a"), sent(2, "b"), sent(7, "a")));

    assertThat(find(keys, "a")).extracting(SentKeys.Found::row).containsExactly(1L, 7L);
  }

  @Test
  void what_is_in_doubt_is_found_so() {
    byte[] keys =
        SentKeys.of(
            List.of(sent(1, "a"), new SentKeys.Sent(2, "b", false), sent(3, "c"), sent(4, "d")));

    assertThat(find(keys, "b")).containsExactly(new SentKeys.Found(2, false));
    assertThat(find(keys, "c")).containsExactly(new SentKeys.Found(3, true));
  }

  @Test
  void any_rows_come_back_as_they_were() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<SentKeys.Sent> sent = new ArrayList<>();
      long row = 0;
      for (int i = random.nextInt(300); i >= 0; i--) {
        row += random.nextInt(3) == 0 ? 1 + random.nextInt(5_000_000) : 1;
        sent.add(new SentKeys.Sent(row, "key " + row, random.nextInt(10) > 0));
      }
      byte[] keys = SentKeys.of(sent);
      for (SentKeys.Sent one : sent) {
        assertThat(find(keys, one.key()))
            .containsExactly(new SentKeys.Found(one.row(), one.certain()));
      }
    }
  }

  @Test
  void a_hundred_rows_one_after_the_other_take_little_more_than_their_hashs() {
    byte[] keys = SentKeys.of(following(1_000_000, 100));

    assertThat(keys.length).isBetween(100 * SentKeys.HASH, 100 * SentKeys.HASH + 16);
  }

  @Test
  void the_bytes_of_a_hash_are_in_those_of_the_keys_one_after_the_other() {
    byte[] keys = SentKeys.of(following(1, 50));
    byte[] hash = SentKeys.hash("key 31");

    assertThat(keys).containsSequence(hash);
  }

  @Test
  void rows_out_of_order_are_refused() {
    assertThatThrownBy(() -> SentKeys.of(List.of(sent(2, "a"), sent(1, "b"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_was_cut_off_anywhere_is_noticed() {
    byte[] keys = SentKeys.of(following(1, 20));
    for (int length = 0; length < keys.length; length++) {
      byte[] part = Arrays.copyOf(keys, length);
      assertThatThrownBy(() -> find(part, "key 3"))
          .as("%d bytes", length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void any_bit_that_was_changed_is_noticed() {
    byte[] keys = SentKeys.of(following(1, 20));
    for (int bit = 0; bit < keys.length * Byte.SIZE; bit++) {
      byte[] changed = keys.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThatThrownBy(() -> find(changed, "key 3"))
          .as("bit %d", bit)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
