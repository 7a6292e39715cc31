package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Request;
import java.time.Duration;

/**
 * The values of a range, in pages of complete rows, or of parts of one row if a page is smaller.
 *
 * <p>Workiva API, values of a range: 50,000 cells a page; open ranges stop where the data stops. An
 * open range without data has no entry (inferred).
 */
final class ValuesAnswer {
  private static final int MAX_CELLS = 50_000;

  private ValuesAnswer() {}

  static ObjectNode of(Request request, Grid grid, String a1, WorkivaKnobs knobs)
      throws WorkivaRefusal {
    CellRange range =
        CellRange.parse(a1)
            .orElseThrow(() -> WorkivaRefusal.badRequest("range", "This is no range: " + a1));
    Query query = Query.of(request, "$maxcellsperpage", "$next", "$valuestyle");
    int most = query.upTo("$maxcellsperpage", MAX_CELLS);
    boolean raw = query.oneOf("$valuestyle", "calculated", "raw").equals("raw");
    long first = NextLink.position(request);
    CellRange whole = grid.bounded(range).orElse(null);
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    if (whole == null || first >= whole.cells()) {
      return json;
    }
    CellRange page = page(whole, first, most);
    take(Duration.ofNanos(page.cells() * knobs.readMicrosPerCell() * 1_000), knobs);
    ObjectNode entry = data.addObject().put("range", page.toString());
    ArrayNode rows = entry.putArray("values");
    for (int r = page.top(); r <= page.bottom(); r++) {
      ArrayNode row = rows.addArray();
      for (int c = page.left(); c <= page.right(); c++) {
        CellValue.write(row, grid.at(r, c), raw, knobs.numbersAsText());
      }
    }
    long next = first + page.cells();
    if (next < whole.cells()) {
      json.put("@nextLink", NextLink.to(request, next));
    }
    return json;
  }

  /** Waits as long as the cells take; a response that would take too long is aborted. */
  private static void take(Duration time, WorkivaKnobs knobs) throws WorkivaRefusal {
    boolean late = time.toMillis() > knobs.maxRequestMillis();
    try {
      Thread.sleep(late ? knobs.maxRequestMillis() : time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      late = true;
    }
    if (late) {
      throw WorkivaRefusal.unavailable("The request took longer than it may");
    }
  }

  /** The cells from that position on, row by row, as long as they form a rectangle. */
  private static CellRange page(CellRange whole, long first, int most) {
    int width = whole.width();
    int top = whole.top() + (int) (first / width);
    int left = whole.left() + (int) (first % width);
    int rest = whole.right() - left + 1;
    if (rest < width || most < width) {
      return CellRange.of(top, left, top, left + Math.min(rest, most) - 1);
    }
    return CellRange.of(top, left, Math.min(whole.bottom(), top + most / width - 1), whole.right());
  }
}
