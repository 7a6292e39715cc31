package io.writeback.sandbox.workiva;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The spreadsheet that the sandbox starts with; its id and those of its sheets are derived from
 * their names and always the same.
 */
final class DemoSpreadsheet {
  private static final String NAME = "Employment Report";
  private static final String ID = SpreadsheetForm.idOf(NAME);
  private static final Instant CREATED = Instant.parse("2026-01-05T06:00:00Z");

  private DemoSpreadsheet() {}

  /**
   * Four sheets: a cover with a locked title, old employment data, notes below it, an empty one.
   */
  static Spreadsheet create() {
    CellRange title = CellRange.of(0, 0, 0, 1);
    Sheet cover = sheet("Cover", null, List.of(title));
    Sheet employment = sheet("US Employment", null, List.of());
    Sheet notes = sheet("Notes", employment.id(), List.of());
    Sheet empty = sheet("Empty", null, List.of());
    fill(cover, List.<Object[]>of(new Object[] {"US Employment", "Do not edit"}));
    List<Object[]> old = new ArrayList<>();
    old.add(new Object[] {"year", "population", "labor_force", "employed", "unemployed"});
    for (int year = 2001; year <= 2005; year++) {
      old.add(new Object[] {String.valueOf(year), "old", "old", "old", "old"});
    }
    fill(employment, old);
    fill(notes, List.of(new Object[] {"Written by hand"}, new Object[] {"Leave me alone"}));
    List<Sheet> sheets = List.of(cover, employment, notes, empty);
    return new Spreadsheet(ID, NAME, Spreadsheet.Access.WRITE, false, sheets, CREATED);
  }

  private static Sheet sheet(String name, String parent, List<CellRange> locked) {
    return new Sheet(SpreadsheetForm.idOf(ID + "/" + name), name, parent, null, locked);
  }

  private static void fill(Sheet sheet, List<Object[]> rows) {
    Block block = new Block(rows);
    CellRange range = CellRange.of(0, 0, block.height() - 1, block.width() - 1);
    sheet.grid(Grid.EMPTY.with(range, block, range.cells()).orElseThrow());
  }
}
