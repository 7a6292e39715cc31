package io.writeback.sandbox.workiva;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Converts a sheet's used area to CSV and back; every cell that is read is text. */
final class SheetCsv {
  private static final Pattern SPECIAL = Pattern.compile("[,\"\r\n]");

  private SheetCsv() {}

  static String write(Grid grid) {
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < grid.height(); r++) {
      for (int c = 0; c < grid.width(); c++) {
        text.append(c == 0 ? "" : ",").append(quoted(CellValue.text(grid.at(r, c))));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** The rows as a block; short rows are filled up with empty cells. */
  static Block read(String csv) throws IOException {
    List<Object[]> rows = new ArrayList<>();
    int width = 0;
    try (CSVParser parser = CSVParser.parse(new StringReader(csv), CSVFormat.RFC4180)) {
      for (CSVRecord record : parser) {
        Object[] row = new Object[record.size()];
        for (int c = 0; c < row.length; c++) {
          row[c] = record.get(c).isEmpty() ? null : record.get(c);
        }
        rows.add(row);
        width = Math.max(width, row.length);
      }
    }
    int columns = width;
    rows.replaceAll(row -> java.util.Arrays.copyOf(row, columns));
    return new Block(rows);
  }

  /** Quoted only if necessary; an empty cell never. */
  private static String quoted(String cell) {
    return SPECIAL.matcher(cell).find() ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
