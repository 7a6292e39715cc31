package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.run.SpillingSort.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpillingSortTest {
  @TempDir Path folder;

  private static List<Entry> all(SpillingSort sort) {
    List<Entry> all = new ArrayList<>();
    sort.sorted().forEachRemaining(all::add);
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1_000, 1_001, 5_000})
  void entries_come_back_in_their_order_however_few_fit_into_memory(int most) {
    Random random = new Random(most);
    List<Entry> entries = new ArrayList<>();
    try (SpillingSort sort = new SpillingSort(folder.resolve("scratch"), most)) {
      for (int i = 0; i < 1_000; i++) {
        Entry entry =
            new Entry(random.nextInt(5) - 2L, random.nextLong(), random.nextBoolean() ? i : -i);
        entries.add(entry);
        sort.add(entry.first(), entry.second(), entry.third());
      }

      assertThat(all(sort)).containsExactlyElementsOf(entries.stream().sorted().toList());
      assertThat(all(sort)).as("once more").hasSize(1_000).isSorted();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void few_entries_need_no_file() {
    Path file = folder.resolve("scratch");
    try (SpillingSort sort = new SpillingSort(file, 2)) {
      sort.add(2, 0, 0);
      sort.add(1, 0, 0);
      assertThat(all(sort)).extracting(Entry::first).containsExactly(1L, 2L);
      assertThat(file).doesNotExist();

      sort.add(0, 0, 0);
      assertThat(file).exists();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void a_file_that_a_crash_left_is_thrown_away() throws Exception {
    Path file = folder.resolve("scratch");
    Files.writeString(file, "left behind by a crash");
    try (SpillingSort sort = new SpillingSort(file, 1)) {
      sort.add(2, 0, 0);
      sort.add(1, 0, 0);
      assertThat(all(sort)).hasSize(2);
    }
  }

  @Test
  void a_folder_that_does_not_exist_is_named() {
    Path file = folder.resolve("nowhere").resolve("keys");
    try (SpillingSort sort = new SpillingSort(file, 1)) {
      sort.add(1, 0, 0);

      assertThatThrownBy(() -> sort.add(2, 0, 0))
          .as("of no disk but its own")
          .isInstanceOf(ScratchFileException.class)
          .hasMessageContaining("the key index " + file + " cannot be written or read: ");
    }
  }
}
