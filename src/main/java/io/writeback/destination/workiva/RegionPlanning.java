package io.writeback.destination.workiva;

import io.writeback.destination.PlanInput;
import io.writeback.destination.rest.StoredDecision;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which cells a run writes and which it empties, and stops it if they are not the right
 * ones. Reads the sheet, writes nothing.
 */
final class RegionPlanning {
  /** Workiva, platform limits. */
  static final long MOST_CELLS = 2_000_000;

  private final WorkivaApi api;
  private final WorkivaOptions options;
  private final String target;
  private final PlanInput input;

  /** What earlier runs of the same writeback have written to the sheet. */
  private final List<WorkivaDecision> past = new ArrayList<>();

  private final List<String> warnings = new ArrayList<>();

  RegionPlanning(WorkivaApi api, WorkivaOptions options, String target, PlanInput input) {
    this.api = api;
    this.options = options;
    this.target = target;
    this.input = input;
  }

  WorkivaDecision decide() {
    // Of a preview without a count, what is there is all that is known.
    long rows = Math.max(0, input.count());
    options.rows().check(input, "the region would be emptied");
    Sheets.Sheet sheet = sheet();
    readPast(sheet.id());
    long height = rows + (options.header() ? 1 : 0);
    int width = input.schema().size();
    checkSize(height, width);
    long most = WorkivaDecision.MOST_BYTES - headerBytes();
    RowCheck check = check(most);
    Area data = Area.of(options.region().top(), options.region().left(), (int) height, width);
    Area area = area(data, new SheetValues(api, options.spreadsheet(), sheet.id()));
    checkDataset(sheet, area);
    int atOnce = WorkivaDecision.MOST_CELLS / Math.max(1, area.width());
    int records = Math.max(1, atOnce - (options.header() ? 1 : 0));
    records = options.batchSize() == 0 ? records : Math.min(records, options.batchSize());
    boolean single =
        rows > 0
            && rows <= records
            && area.cells() <= WorkivaDecision.MOST_CELLS
            && check.bytes() <= most;
    return new WorkivaDecision(
        options.account(),
        target,
        options.spreadsheet(),
        sheet.id(),
        options.region().toString(),
        area,
        data,
        rows,
        options.header(),
        records,
        most,
        single,
        warnings);
  }

  private Sheets.Sheet sheet() {
    Sheets sheets = new Sheets(api);
    Sheets.Sheet sheet = sheets.find(options.spreadsheet(), options.sheet());
    boolean locked = sheets.isLocked(options.spreadsheet());
    if (locked || "lock".equals(sheet.lock())) {
      throw new WritebackException(
          Code.BLOCK_REFUSED,
          "the %s is locked in Workiva, and nothing was written; unlock it, or choose another"
              .formatted(locked ? "spreadsheet" : "sheet \"" + sheet.title() + "\""));
    }
    if (!sheet.lock().isEmpty()) {
      warnings.add(
          "the sheet \"%s\" is in %s: Workiva may refuse some cells"
              .formatted(sheet.title(), sheet.lock()));
    }
    return sheet;
  }

  /**
   * Workiva locks the range of a sheet's dataset for everything but the calls for datasets (Workiva
   * API, create or update datasets).
   *
   * @param area all cells that the run writes or empties
   */
  private void checkDataset(Sheets.Sheet sheet, Area area) {
    if (sheet.dataset().isEmpty()) {
      return;
    }
    Area locked;
    try {
      locked = Region.parse(sheet.dataset()).cells();
    } catch (IllegalArgumentException e) {
      warnings.add(
          ("the sheet \"%s\" has a dataset at \"%s\", which is not a range that can be read:"
                  + " Workiva refuses writes to it")
              .formatted(sheet.title(), sheet.dataset()));
      return;
    }
    if (area.meets(locked)) {
      throw new WritebackException(
          Code.DATASET_LOCKED,
          "the sheet \"%s\" has a dataset at %s, which Workiva locks, and the run would write or empty %s; nothing was written. Set region to cells outside of the dataset, take another sheet, or delete the dataset in Workiva"
              .formatted(sheet.title(), sheet.dataset(), area));
    }
  }

  private void readPast(String sheet) {
    for (PlanInput.Past run : input.past()) {
      try {
        WorkivaDecision decision = StoredDecision.read(run.plan(), WorkivaDecision.class);
        if (decision.sheet().equals(sheet)) {
          past.add(decision);
        }
      } catch (WritebackException e) {
        // Of another version: then nothing is known to be ours, which is the careful reading.
        warnings.add("what an earlier run wrote is not known: " + e.getMessage());
      }
    }
  }

  private void checkSize(long height, int width) {
    Region region = options.region();
    List<String> faults = new ArrayList<>();
    if (height > region.mostRows()) {
      faults.add(
          "%,d rows%s are %,d more than its %,d"
              .formatted(
                  height,
                  options.header() ? " with the header" : "",
                  height - region.mostRows(),
                  region.mostRows()));
    }
    if (width > region.mostColumns()) {
      faults.add(
          "%,d columns are %,d more than its %,d"
              .formatted(width, width - region.mostColumns(), region.mostColumns()));
    }
    if (!faults.isEmpty()) {
      throw new ConfigurationException(
          Code.REGION_TOO_SMALL,
          "",
          "the DataSet does not fit into region %s: %s; nothing was written"
              .formatted(region, String.join(", and ", faults)));
    }
    if (height * width > MOST_CELLS) {
      throw new WritebackException(
          Code.TOO_MANY_CELLS,
          "%,d rows of %,d columns are %,d cells, a spreadsheet has %,d at most; nothing was written"
              .formatted(height, width, height * width, MOST_CELLS));
    }
  }

  private long headerBytes() {
    return 100 + CellValues.bytes(List.copyOf(input.schema().names()));
  }

  private RowCheck check(long mostBytes) {
    RowCheck check =
        new RowCheck(
            input.schema(), options.formulas() == WorkivaOptions.Formulas.ALLOW, mostBytes);
    if (options.header()) {
      check.header();
    }
    input.rows().each(check);
    check.orThrow();
    warnings.addAll(check.warnings());
    return check;
  }

  /** All cells that are written or emptied. */
  private Area area(Area data, SheetValues values) {
    Region region = options.region();
    if (region.form() == Region.Form.CORNER) {
      return new GrowingRegion(region, values, past).area(data, options.clear());
    }
    if (!options.clear()) {
      return data;
    }
    if (region.isBounded()) {
      return new Area(region.top(), region.left(), region.bottom(), region.right());
    }
    Area used = values.used(region.toString(), List.of());
    for (WorkivaDecision run : past) {
      used = used.with(inside(run.data(), region));
    }
    return data.isEmpty() ? used : data.with(used);
  }

  private static Area inside(Area area, Region region) {
    return new Area(
        Math.max(area.top(), region.top()),
        Math.max(area.left(), region.left()),
        Math.min(area.bottom(), region.top() + region.mostRows() - 1),
        Math.min(area.right(), region.left() + region.mostColumns() - 1));
  }
}
