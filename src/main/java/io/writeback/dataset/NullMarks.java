package io.writeback.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds cells that are {@code \N}, the NULL of one of Domo's endpoints (DomoR reads {@code
 * na="\\N"}): NULL in a column of numbers or times, which cannot hold such a text; a text in a
 * column of texts, which can.
 */
public final class NullMarks implements Consumer<Row> {
  private static final String MARK = "\\N";

  private final Schema schema;
  private final long[] found;

  public NullMarks(Schema schema) {
    this.schema = schema;
    this.found = new long[schema.size()];
  }

  @Override
  public void accept(Row row) {
    for (int i = 0; i < found.length; i++) {
      if (row.has(i, MARK)) {
        found[i]++;
      }
    }
  }

  /** Whether a cell that was seen is NULL and has to be written as such. */
  public boolean hasNulls() {
    for (int i = 0; i < found.length; i++) {
      if (found[i] > 0 && !isText(i)) {
        return true;
      }
    }
    return false;
  }

  /** The cells of a row with NULL where it is meant. */
  public List<String> nulled(List<String> cells) {
    List<String> nulled = new ArrayList<>(cells);
    for (int i = 0; i < found.length; i++) {
      if (!isText(i) && MARK.equals(nulled.get(i))) {
        nulled.set(i, null);
      }
    }
    return nulled;
  }

  /** One sentence about each column of texts that has the mark. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      if (found[i] > 0 && isText(i)) {
        warnings.add(
            "the column \"%s\" has the text \\N in %,d %s: it is sent as that text; if it means NULL, turn it into an empty cell in Domo"
                .formatted(
                    schema.columns().get(i).name(), found[i], found[i] == 1 ? "row" : "rows"));
      }
    }
    return warnings;
  }

  private boolean isText(int column) {
    return schema.columns().get(column).type() == ColumnType.STRING;
  }
}
