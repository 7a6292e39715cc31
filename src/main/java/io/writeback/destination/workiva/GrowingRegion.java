package io.writeback.destination.workiva;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.List;

/**
 * A region of one cell, from which on the data grows, over cells that are empty or ours. A write
 * empties a rectangle: what lies in it beside the data and what is ours has to be empty, too.
 */
final class GrowingRegion {
  private final Region region;
  private final SheetValues values;
  private final List<Area> ours = new ArrayList<>();

  /**
   * @param past what earlier runs of the same writeback have written to the sheet
   */
  GrowingRegion(Region region, SheetValues values, List<WorkivaDecision> past) {
    this.region = region;
    this.values = values;
    ours.add(new Area(region.top(), region.left(), region.top(), region.left()));
    for (WorkivaDecision run : past) {
      if (run.data().top() == region.top() && run.data().left() == region.left()) {
        ours.add(run.data());
      }
    }
  }

  /**
   * All cells that are written or emptied.
   *
   * @param clear whether what is ours beyond the data is emptied
   * @throws WritebackException if a foreign value is in one of them
   */
  Area area(Area data, boolean clear) {
    Area area = data;
    if (clear) {
      for (Area one : ours) {
        area = area.with(one);
      }
    }
    Area over = foreign(data);
    if (!over.isEmpty()) {
      throw new WritebackException(
          Code.REGION_OCCUPIED,
          ("starting at %s, the data takes %s, and %s holds values that this writeback did not"
                  + " write; nothing was written (a region such as %s says that they may be"
                  + " overwritten)")
              .formatted(region, data, over, data));
    }
    Area beside = area.equals(data) ? over : foreign(area);
    if (!beside.isEmpty()) {
      throw new WritebackException(
          Code.REGION_OCCUPIED,
          ("starting at %s, the data takes %s, and with what earlier runs wrote there %s is"
                  + " emptied, where %s holds values that this writeback did not write; nothing was"
                  + " written (move them away, or let what earlier runs wrote stay with clear: false)")
              .formatted(region, data, area, beside));
    }
    return area;
  }

  /** The smallest area with all values within another that are not ours. */
  private Area foreign(Area within) {
    // The one cell itself is always ours: to ask for it shows nothing.
    return within.cells() > 1 ? values.used(within.toString(), ours) : Area.of(1, 1, 0, 0);
  }
}
