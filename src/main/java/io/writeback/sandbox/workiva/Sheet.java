package io.writeback.sandbox.workiva;

import java.util.List;
import java.util.Optional;

/** One sheet: its name, its position, its cells and its locks. */
final class Sheet {
  private final String id;
  private final String name;
  private final String parent;
  private final String lock;
  private volatile List<CellRange> locked;
  private volatile CellRange dataset;
  private volatile Grid grid = Grid.EMPTY;

  /**
   * A sheet without cells.
   *
   * @param parent the id of the sheet above; {@code null} for none
   * @param lock {@code lock} or {@code inputMode}, either of which locks all cells; {@code null}
   * @param locked the ranges that cannot be written
   */
  Sheet(String id, String name, String parent, String lock, List<CellRange> locked) {
    if (lock != null && !lock.equals("lock") && !lock.equals("inputMode")) {
      throw new IllegalArgumentException("lock is null, lock or inputMode, not " + lock);
    }
    this.id = id;
    this.name = name;
    this.parent = parent;
    this.lock = lock;
    this.locked = List.copyOf(locked);
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  String parent() {
    return parent;
  }

  String lock() {
    return lock;
  }

  List<CellRange> locked() {
    return locked;
  }

  void locked(List<CellRange> ranges) {
    locked = List.copyOf(ranges);
  }

  /** The range of its dataset, which only dataset calls may write. */
  Optional<CellRange> dataset() {
    return Optional.ofNullable(dataset);
  }

  /**
   * @param range {@code null} for no dataset
   */
  void dataset(CellRange range) {
    dataset = range;
  }

  /** Whether any cell of the range is locked. */
  boolean isLocked(CellRange range) {
    return lock != null
        || locked.stream().anyMatch(range::intersects)
        || dataset().filter(range::intersects).isPresent();
  }

  Grid grid() {
    return grid;
  }

  void grid(Grid newGrid) {
    grid = newGrid;
  }
}
