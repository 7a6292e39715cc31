package io.writeback.sandbox.domo;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The type of each column, from its first cells.
 *
 * <p>Whole numbers are LONG, others DOUBLE; numbers with leading zeros are texts. DECIMAL is never
 * guessed. How Domo itself guesses is undocumented.
 */
final class ColumnTypes {
  private static final int SAMPLE = 20_000;
  private static final Map<String, Pattern> PATTERNS = new LinkedHashMap<>();

  static {
    PATTERNS.put("LONG", Pattern.compile("-?(0|[1-9]\\d{0,17})"));
    PATTERNS.put("DOUBLE", Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?"));
    PATTERNS.put("DATE", Pattern.compile("\\d{4}-(0\\d|1[0-2])-([0-2]\\d|3[01])"));
    PATTERNS.put(
        "DATETIME",
        Pattern.compile(
            "\\d{4}-(0\\d|1[0-2])-([0-2]\\d|3[01])[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?"));
  }

  private ColumnTypes() {}

  /** Name and type of every column, in order. */
  static List<Column> of(InputStream csv) throws IOException {
    try (CSVParser parser =
        CSVFormat.RFC4180.parse(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
      List<String> names = new ArrayList<>();
      List<List<String>> open = new ArrayList<>();
      List<Boolean> filled = new ArrayList<>();
      for (CSVRecord record : parser) {
        if (record.getRecordNumber() == 1) {
          record.forEach(
              name -> {
                names.add(name);
                open.add(new ArrayList<>(PATTERNS.keySet()));
                filled.add(false);
              });
          continue;
        }
        for (int i = 0; i < Math.min(record.size(), names.size()); i++) {
          String cell = record.get(i);
          if (!cell.isEmpty()) {
            filled.set(i, true);
            open.get(i).removeIf(type -> !PATTERNS.get(type).matcher(cell).matches());
          }
        }
        if (record.getRecordNumber() > SAMPLE) {
          break;
        }
      }
      List<Column> columns = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        boolean text = !filled.get(i) || open.get(i).isEmpty();
        columns.add(new Column(names.get(i), text ? "STRING" : open.get(i).get(0)));
      }
      return columns;
    }
  }
}
