package io.writeback.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpillingSortTest {
  @TempDir Path folder;

  private static List<List<Long>> all(SpillingSort sort, int width) {
    List<List<Long>> all = new ArrayList<>();
    SpillingSort.Sorted sorted = sort.sorted();
    while (sorted.next()) {
      all.add(IntStream.range(0, width).mapToObj(sorted::get).toList());
    }
    assertThat(sorted.next()).as("the end stays the end").isFalse();
    return all;
  }

  private static final Comparator<List<Long>> ORDER =
      (one, other) -> {
        int place = 0;
        while (place < one.size() - 1 && one.get(place).equals(other.get(place))) {
          place++;
        }
        return one.get(place).compareTo(other.get(place));
      };

  @ParameterizedTest
  @CsvSource({"1,3", "2,1", "7,5", "1000,2", "1001,3", "5000,4", "33,3"})
  void entries_come_back_in_their_order_however_few_fit_into_memory(int most, int width) {
    Random random = new Random(most);
    List<List<Long>> entries = new ArrayList<>();
    try (SpillingSort sort = new SpillingSort(folder.resolve("scratch"), width, most)) {
      for (int i = 0; i < 1_000; i++) {
        long[] entry = random.longs(width).toArray();
        // Many begin with the same numbers.
        for (int place = 0; place < width - 1; place++) {
          entry[place] = place < 2 ? random.nextInt(5) - 2L : entry[place];
        }
        entries.add(Arrays.stream(entry).boxed().toList());
        sort.add(entry);
      }

      assertThat(all(sort, width))
          .containsExactlyElementsOf(entries.stream().sorted(ORDER).toList());
      assertThat(all(sort, width)).as("once more").hasSize(1_000).isSortedAccordingTo(ORDER);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void many_entries_are_sorted_in_several_parts_of_which_each_is_read_some_at_a_time() {
    int count = 100_000;
    try (SpillingSort sort = new SpillingSort(folder.resolve("scratch"), 2)) {
      for (long i = 0; i < count; i++) {
        sort.add(i * 7_919 % count, i);
      }

      SpillingSort.Sorted sorted = sort.sorted();
      for (long i = 0; i < count; i++) {
        assertThat(sorted.next()).isTrue();
        assertThat(sorted.get(0)).isEqualTo(i);
        assertThat(sorted.get(1) * 7_919 % count).isEqualTo(i);
      }
      assertThat(sorted.next()).isFalse();
    }
  }

  @Test
  void few_entries_need_no_file() {
    Path file = folder.resolve("scratch");
    try (SpillingSort sort = new SpillingSort(file, 1, 2)) {
      sort.add(2);
      sort.add(1);
      assertThat(all(sort, 1)).containsExactly(List.of(1L), List.of(2L));
      assertThat(file).doesNotExist();

      sort.add(0);
      assertThat(file).exists();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void a_file_that_a_crash_left_is_thrown_away() throws Exception {
    Path file = folder.resolve("scratch");
    Files.writeString(file, "left behind by a crash");
    try (SpillingSort sort = new SpillingSort(file, 1, 1)) {
      sort.add(2);
      sort.add(1);
      assertThat(all(sort, 1)).hasSize(2);
    }
  }

  @Test
  void a_folder_that_does_not_exist_is_named() {
    Path file = folder.resolve("nowhere").resolve("keys");
    try (SpillingSort sort = new SpillingSort(file, 1, 1)) {
      sort.add(1);

      assertThatThrownBy(() -> sort.add(2))
          .as("of no disk but its own")
          .isInstanceOf(ScratchFileException.class)
          .hasMessageContaining("the key index " + file + " cannot be written or read: ");
    }
  }
}
