package io.writeback.sandbox.workiva;

import io.writeback.sandbox.http.Request;

/** An accepted write: its range and values. */
record Write(Spreadsheet spreadsheet, Sheet sheet, CellRange range, Block block) {

  /**
   * Checks a write before it becomes an operation.
   *
   * @throws WorkivaRefusal 400 for an invalid range or values, 400 or 409 for locked cells if they
   *     are refused at once
   */
  static Write read(
      Spreadsheet spreadsheet, Sheet sheet, String a1, Request request, WorkivaKnobs knobs)
      throws WorkivaRefusal {
    CellRange range =
        CellRange.parse(a1)
            .orElseThrow(() -> WorkivaRefusal.badRequest("range", "This is no range: " + a1));
    require(
        !range.isOpen() || knobs.unboundedWrites(), "range", "A write needs a range with its end");
    require(
        range.isOpen() || knobs.maxRangeCells() == 0 || range.cells() <= knobs.maxRangeCells(),
        "range",
        "A write covers " + knobs.maxRangeCells() + " cells at most, not " + range.cells());
    Block block = WriteBody.read(request, knobs);
    require(
        block.height() <= range.height() && block.width() <= range.width(),
        "values",
        "%d rows of %d values exceed the range %s".formatted(block.height(), block.width(), range));
    Write write = new Write(spreadsheet, sheet, range, block);
    if (spreadsheet.isLocked(sheet, range) && !knobs.lockedCells().equals("fail")) {
      String message = "Attempted to modify locked cells";
      throw knobs.lockedCells().equals("409")
          ? WorkivaRefusal.conflict(range.toString(), message)
          : WorkivaRefusal.badRequest(range.toString(), message);
    }
    require(
        spreadsheet.preview(sheet, range, block).isPresent(),
        "values",
        "A spreadsheet has 2,000,000 cells at most");
    return write;
  }

  private static void require(boolean right, String target, String message) throws WorkivaRefusal {
    if (!right) {
      throw WorkivaRefusal.badRequest(target, message);
    }
  }
}
