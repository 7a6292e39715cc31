package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.destination.Fingerprint;
import io.writeback.destination.Record;
import io.writeback.ledger.ConfirmedKey;
import io.writeback.ledger.FingerprintStore;
import io.writeback.rows.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkippedRowIndexTest {
  @TempDir Path folder;

  /** The rows that the index calls superseded, every row asked for in ascending order. */
  private List<Long> superseded(List<String> keys) {
    try (SkippedRowIndex index = new SkippedRowIndex(folder.resolve("keys.db"), false)) {
      long row = 0;
      for (String key : keys) {
        row++;
        if (key != null) {
          index.add(Digest.of(key), row, Digest.NONE);
        }
      }
      long count = index.seal(ConfirmedKeys.NONE);
      List<Long> found =
          LongStream.rangeClosed(1, keys.size()).filter(index::isSuperseded).boxed().toList();
      assertThat(count).isEqualTo(found.size());
      return found;
    }
  }

  @Test
  void keys_that_come_once_supersede_nothing() {
    assertThat(superseded(List.of("a", "b", "c"))).isEmpty();
  }

  @Test
  void rows_that_were_matched_to_one_object_are_rivals_and_supersede_nothing() {
    try (SkippedRowIndex index = new SkippedRowIndex(folder.resolve("keys.db"), false)) {
      index.add(Digest.of("a"), 1, Digest.NONE, true);
      index.add(Digest.of("b"), 2, Digest.NONE, true);
      index.add(Digest.of("a"), 3, Digest.NONE, false);
      index.add(Digest.of("a"), 4, Digest.NONE, true);
      index.add(Digest.of("c"), 5, Digest.NONE, false);
      index.add(Digest.of("c"), 6, Digest.NONE, false);

      assertThat(index.seal(ConfirmedKeys.NONE)).isEqualTo(1);

      assertThat(LongStream.rangeClosed(1, 6).map(index::rival).boxed().toList())
          .containsExactly(4L, 0L, 4L, 1L, 0L, 0L);
    }
  }

  @Test
  void no_keys_supersede_nothing() {
    assertThat(superseded(List.of())).isEmpty();
  }

  @Test
  void of_a_key_that_comes_again_the_last_row_wins() {
    assertThat(superseded(List.of("a", "b", "a", "c"))).containsExactly(1L);
  }

  @Test
  void of_a_key_that_comes_a_thousand_times_the_last_row_wins() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      keys.add("other " + i);
      keys.add("the key");
    }

    assertThat(superseded(keys))
        .hasSize(999)
        .doesNotContain(2_000L)
        .allMatch(row -> row % 2 == 0)
        .isSorted();
  }

  @Test
  void keys_are_distinguished_by_every_character() {
    assertThat(superseded(List.of("a", "A", "a ", "ä", "a\u0308", "", "a\0b", "a\0c"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void says_what_a_map_would_say(long seed) {
    Random random = new Random(seed);
    int count = random.nextInt(12_000);
    int variety = 1 + random.nextInt(15_000);
    List<String> keys = new ArrayList<>();
    Map<String, Long> last = new HashMap<>();
    for (long row = 1; row <= count; row++) {
      String key = random.nextInt(50) == 0 ? null : Integer.toHexString(random.nextInt(variety));
      keys.add(key);
      if (key != null) {
        last.put(key, row);
      }
    }

    assertThat(superseded(keys))
        .as("seed %d", seed)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, count)
                .filter(row -> keys.get((int) row - 1) != null)
                .filter(row -> last.get(keys.get((int) row - 1)) != row)
                .boxed()
                .toList());
  }

  private static Record record(long row, String value) {
    return new Record(row, "key", Map.of("value", value), 1);
  }

  /** A ledger with these keys, each with the record of a value and its source. */
  private static ConfirmedKeys confirmed(Map<String, String> values) {
    List<ConfirmedKey> sorted =
        values.entrySet().stream()
            .map(
                one ->
                    new ConfirmedKey(
                        Digest.of(one.getKey()),
                        Fingerprint.of(record(1, one.getValue())),
                        Digest.of("source of " + one.getValue())))
            .sorted(
                Comparator.comparingLong((ConfirmedKey one) -> one.key().high())
                    .thenComparingLong(one -> one.key().low()))
            .toList();
    // Seven at a time.
    return new ConfirmedKeys(
        after ->
            sorted.stream()
                .dropWhile(
                    one ->
                        !after.equals(FingerprintStore.BEGINNING)
                            && sorted.indexOf(one)
                                <= sorted.stream().map(ConfirmedKey::key).toList().indexOf(after))
                .limit(7)
                .toList());
  }

  @Test
  void a_row_says_what_was_confirmed_if_its_source_is_the_same() {
    try (SkippedRowIndex index = new SkippedRowIndex(folder.resolve("keys.db"), true)) {
      index.add(Digest.of("a"), 1, Digest.of("source of 1"));
      index.add(Digest.of("b"), 2, Digest.of("another source"));
      index.add(Digest.of("new"), 3, Digest.of("source of 1"));
      index.seal(confirmed(Map.of("a", "1", "b", "1", "gone", "1")));

      assertThat(index.isUnchanged(1)).isTrue();
      assertThat(index.isUnchanged(2)).isFalse();
      assertThat(index.isConfirmed(record(2, "1"))).isTrue();
      assertThat(index.isConfirmed(record(2, "2"))).isFalse();
      assertThat(index.isUnchanged(3)).isFalse();
      assertThat(index.isConfirmed(record(3, "1"))).isFalse();
    }
  }

  @Test
  void a_source_that_is_not_known_is_the_same_as_none() {
    try (SkippedRowIndex index = new SkippedRowIndex(folder.resolve("keys.db"), true)) {
      index.add(Digest.of("a"), 1, Digest.NONE);
      ConfirmedKey known =
          new ConfirmedKey(Digest.of("a"), Fingerprint.of(record(1, "1")), Digest.NONE);
      index.seal(
          new ConfirmedKeys(
              after -> after.equals(FingerprintStore.BEGINNING) ? List.of(known) : List.of()));

      assertThat(index.isUnchanged(1)).isFalse();
      assertThat(index.isConfirmed(record(1, "1"))).isTrue();
    }
  }

  @Test
  void of_the_rows_with_one_key_only_the_last_is_compared() {
    try (SkippedRowIndex index = new SkippedRowIndex(folder.resolve("keys.db"), true)) {
      index.add(Digest.of("a"), 1, Digest.of("source of 1"));
      index.add(Digest.of("b"), 2, Digest.of("source of 2"));
      index.add(Digest.of("a"), 3, Digest.of("source of 2"));
      index.add(Digest.of("b"), 4, Digest.of("source of 1"));
      index.seal(confirmed(Map.of("a", "1", "b", "1")));

      assertThat(index.isUnchanged(1)).isFalse();
      assertThat(index.isSuperseded(1)).isTrue();
      assertThat(index.isSuperseded(2)).isTrue();
      assertThat(index.isUnchanged(3)).isFalse();
      assertThat(index.isConfirmed(record(3, "2"))).isFalse();
      assertThat(index.isUnchanged(4)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void compares_as_a_map_would(long seed) {
    Random random = new Random(seed);
    Map<String, String> known = new HashMap<>();
    for (int key = 0; key < 200; key++) {
      if (random.nextBoolean()) {
        known.put("key " + key, "" + random.nextInt(2));
      }
    }
    Map<String, Integer> last = new HashMap<>();
    List<String> values = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    try (SkippedRowIndex index = new SkippedRowIndex(folder.resolve("keys.db"), true)) {
      for (int row = 0; row < 300; row++) {
        keys.add("key " + random.nextInt(200));
        values.add("" + random.nextInt(2));
        last.put(keys.get(row), row);
        index.add(Digest.of(keys.get(row)), row, Digest.of("source of " + values.get(row)));
      }
      index.seal(confirmed(known));

      for (int row = 0; row < 300; row++) {
        boolean isLast = last.get(keys.get(row)) == row;
        assertThat(index.isSuperseded(row)).as("seed %d, row %d", seed, row).isEqualTo(!isLast);
        assertThat(index.isUnchanged(row))
            .as("seed %d, row %d", seed, row)
            .isEqualTo(isLast && values.get(row).equals(known.get(keys.get(row))));
      }
    }
  }

  @Test
  void rows_may_be_left_out_of_the_questions() {
    try (SkippedRowIndex index = new SkippedRowIndex(folder.resolve("keys.db"), false)) {
      LongStream.rangeClosed(1, 100)
          .forEach(row -> index.add(Digest.of("the key"), row, Digest.NONE));
      index.seal(ConfirmedKeys.NONE);

      assertThat(index.isSuperseded(50)).isTrue();
      assertThat(index.isSuperseded(50)).isTrue();
      assertThat(index.isSuperseded(100)).isFalse();
    }
  }

  @Test
  void an_earlier_file_is_thrown_away_and_its_own_too_in_the_end() throws Exception {
    Path file = folder.resolve("keys.db");
    Files.writeString(file, "left behind by a crash");
    try (SkippedRowIndex index = new SkippedRowIndex(file, false)) {
      index.add(Digest.of("a"), 1, Digest.NONE);
      assertThat(index.seal(ConfirmedKeys.NONE)).isZero();
    }

    assertThat(file).doesNotExist();
  }
}
