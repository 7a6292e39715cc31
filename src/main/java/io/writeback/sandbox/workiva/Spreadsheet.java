package io.writeback.sandbox.workiva;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One spreadsheet with its sheets, in their order. */
final class Spreadsheet {
  /** Workiva's platform limits: 2,000,000 cells in all sheets together. */
  private static final long MAX_CELLS = 2_000_000;

  /** The caller's access. */
  enum Access {
    NONE,
    READ,
    WRITE;

    static Access of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  private final String id;
  private final String name;
  private final Access access;
  private final boolean locked;
  private final List<Sheet> sheets;
  private final Instant created;
  private volatile Instant modified;
  private volatile int revision = 1;

  Spreadsheet(
      String id, String name, Access access, boolean locked, List<Sheet> sheets, Instant created) {
    this.id = id;
    this.name = name;
    this.access = access;
    this.locked = locked;
    this.sheets = List.copyOf(sheets);
    this.created = created;
    this.modified = created;
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  Access access() {
    return access;
  }

  boolean locked() {
    return locked;
  }

  List<Sheet> sheets() {
    return sheets;
  }

  Instant created() {
    return created;
  }

  Instant modified() {
    return modified;
  }

  int revision() {
    return revision;
  }

  Optional<Sheet> sheet(String sheetId) {
    return sheets.stream().filter(sheet -> sheet.id().equals(sheetId)).findFirst();
  }

  boolean isLocked(Sheet sheet, CellRange range) {
    return locked || sheet.isLocked(range);
  }

  /** The new content of the sheet; empty if the spreadsheet would have too many cells. */
  Optional<Grid> preview(Sheet sheet, CellRange range, Block block) {
    long others = sheets.stream().filter(s -> s != sheet).mapToLong(s -> s.grid().area()).sum();
    return sheet.grid().with(range, block, MAX_CELLS - others);
  }

  /**
   * Writes a complete block.
   *
   * @return false, and nothing is written, if the spreadsheet would have too many cells
   */
  synchronized boolean write(Sheet sheet, CellRange range, Block block, Instant now) {
    Optional<Grid> after = preview(sheet, range, block);
    after.ifPresent(
        grid -> {
          sheet.grid(grid);
          modified = now;
          revision = revision + 1;
        });
    return after.isPresent();
  }
}
