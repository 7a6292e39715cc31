package io.writeback.destination.workiva;

import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Looks at every cell before the first is written: all of them go out, or none does. */
final class RowCheck implements Consumer<Row> {
  /** Workiva, platform limits. */
  static final int LONGEST_TEXT = 8_192;

  private static final int MOST_LISTED = 10;

  private final Schema schema;
  private final CellValues values;
  private final boolean formulas;
  private final long mostBytes;
  private final ParsableTexts parsable;
  private final List<String> faults = new ArrayList<>();
  private long faulty;
  private long asText;
  private String firstAsText = "";
  private long bytes;

  /**
   * @param formulas whether text may begin with =
   * @param mostBytes the most bytes that a row may have
   */
  RowCheck(Schema schema, boolean formulas, long mostBytes) {
    this.schema = schema;
    this.values = new CellValues(schema);
    this.formulas = formulas;
    this.mostBytes = mostBytes;
    this.parsable = new ParsableTexts(schema);
  }

  /** The names of the columns, which go first. */
  void header() {
    for (int i = 0; i < schema.size(); i++) {
      text("the header", i, schema.names().get(i), false);
    }
  }

  @Override
  public void accept(Row row) {
    List<Object> found = values.of(row);
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i) instanceof String text) {
        text("row " + row.number(), i, text, values.isNumeric(i));
        if (!values.isNumeric(i)) {
          parsable.look(i, text);
        }
      }
    }
    int size = CellValues.bytes(found);
    bytes += size;
    if (size > mostBytes) {
      fault("row %d takes %,d bytes, a request %,d".formatted(row.number(), size, mostBytes));
    }
  }

  private void text(String row, int column, String text, boolean numeric) {
    String place = "%s, column \"%s\"".formatted(row, schema.names().get(column));
    if (text.length() > LONGEST_TEXT) {
      fault(
          "%s has %,d characters, a cell %,d at most"
              .formatted(place, text.length(), LONGEST_TEXT));
    } else if (numeric && !text.isEmpty()) {
      if (CellValues.number(text).isEmpty()) {
        fault("%s is \"%s\", and the column holds numbers".formatted(place, text));
      } else {
        firstAsText = asText++ == 0 ? place : firstAsText;
      }
    } else if (text.startsWith("=") && !formulas) {
      fault(place + " begins with =, which Workiva would compute; formulas=allow writes it so");
    }
  }

  private void fault(String what) {
    faulty++;
    if (faults.size() < MOST_LISTED) {
      faults.add(what);
    }
  }

  /** How many bytes all rows take. */
  long bytes() {
    return bytes;
  }

  /**
   * @throws WritebackException naming the cells that cannot be written
   */
  void orThrow() {
    if (faulty > 0) {
      throw new WritebackException(
          Code.CELL_REFUSED,
          "nothing was written: "
              + String.join("; ", faults)
              + (faulty > faults.size() ? "; and %,d more".formatted(faulty - faults.size()) : ""));
    }
  }

  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (asText > 0) {
      warnings.add(
          "%,d numbers have more than 15 digits, which a spreadsheet cannot keep, and are written as text; the first is in %s"
              .formatted(asText, firstAsText));
    }
    parsable.warning().ifPresent(warnings::add);
    return warnings;
  }
}
