package io.writeback.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Round trip of random tables: written, staged and read. */
class CsvRoundTripTest {
  private static final List<String> PIECES =
      List.of(
          "\"",
          "\"\"",
          ",",
          "\n",
          "\r",
          "\r\n",
          " ",
          "\t",
          "\0",
          "\\",
          "\\N",
          "'",
          "#",
          "=",
          "x",
          "NULL",
          "\u00fc",
          "\u20ac",
          "\ud83d\ude00",
          "\ufeff",
          "\ufffe",
          "\uffff",
          "\u2028",
          "\u0085",
          "e\u0301",
          "0",
          "word");

  @TempDir Path folder;

  @Test
  void random_cells_come_back_as_they_were() throws Exception {
    for (long seed = 1; seed <= 400; seed++) {
      Random random = new Random(seed);
      List<String> header =
          IntStream.rangeClosed(1, 1 + random.nextInt(5)).mapToObj(i -> "c" + i).toList();
      List<List<String>> rows = table(random, header.size());
      byte[] bytes = written(random, header, rows).getBytes(StandardCharsets.UTF_8);

      assertThat(readBack(random, header, bytes)).as("seed %d", seed).isEqualTo(rows);
    }
  }

  private List<List<String>> readBack(Random random, List<String> header, byte[] bytes)
      throws Exception {
    Schema schema =
        new Schema(header.stream().map(name -> new Column(name, ColumnType.STRING)).toList());
    List<List<String>> read = new ArrayList<>();
    try (Staging staging = new Staging("fuzz", folder, 1 << 24)) {
      Staged staged =
          staging.write(
              dripping(random, bytes), StandardCharsets.UTF_8, h -> {}, n -> {}, row -> {});
      try (SnapshotReader reader = staging.commit(staged, schema, "").open()) {
        reader.forEachRemaining(row -> read.add(row.kept().cells()));
      }
    }
    return read;
  }

  private static List<List<String>> table(Random random, int columns) {
    List<List<String>> rows = new ArrayList<>();
    int count = random.nextInt(60);
    for (int i = 0; i < count; i++) {
      String[] cells = new String[columns];
      for (int j = 0; j < columns; j++) {
        cells[j] = cell(random);
      }
      rows.add(Collections.unmodifiableList(Arrays.asList(cells)));
    }
    return rows;
  }

  private static String cell(Random random) {
    int kind = random.nextInt(10);
    if (kind < 2) {
      return null;
    }
    StringBuilder cell = new StringBuilder();
    int pieces = kind == 9 && random.nextInt(20) == 0 ? 8_000 : random.nextInt(6);
    for (int i = 0; i < pieces; i++) {
      cell.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return cell.toString();
  }

  private static String written(Random random, List<String> header, List<List<String>> rows) {
    String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "\ufeff" : "");
    text.append(String.join(",", header)).append(end);
    for (List<String> row : rows) {
      text.append(String.join(",", row.stream().map(cell -> quoted(random, cell)).toList()));
      text.append(end);
    }
    boolean lastMayEndOpen = rows.isEmpty() || rows.get(rows.size() - 1).get(0) != null;
    return lastMayEndOpen && random.nextBoolean()
        ? text.substring(0, text.length() - end.length())
        : text.toString();
  }

  private static String quoted(Random random, String cell) {
    if (cell == null) {
      return "";
    }
    boolean needed = cell.isEmpty() || cell.chars().anyMatch(c -> "\",\r\n".indexOf(c) >= 0);
    return needed || random.nextBoolean() ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  /** Hands the bytes over in pieces of any size, so that characters are cut at every place. */
  private static InputStream dripping(Random random, byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1 + random.nextInt(40)));
      }
    };
  }
}
