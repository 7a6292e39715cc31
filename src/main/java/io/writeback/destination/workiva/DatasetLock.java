package io.writeback.destination.workiva;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.Optional;

/**
 * The range of a sheet's dataset. Workiva locks it for everything but the calls for datasets, so a
 * run that would write to it is stopped before its first block (Workiva API, create or update
 * datasets).
 */
final class DatasetLock {
  private final Sheets.Sheet sheet;

  DatasetLock(Sheets.Sheet sheet) {
    this.sheet = sheet;
  }

  /**
   * Looks whether a run would write to it.
   *
   * @param area all cells that the run writes or empties
   * @return a warning if the range cannot be read
   * @throws WritebackException with {@link Code#DATASET_LOCKED} if it meets the area
   */
  Optional<String> check(Area area) {
    if (sheet.dataset().isEmpty()) {
      return Optional.empty();
    }
    Area locked;
    try {
      locked = Region.parse(sheet.dataset()).cells();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          ("the sheet \"%s\" has a dataset at \"%s\", which is not a range that can be read:"
                  + " Workiva refuses writes to it")
              .formatted(sheet.title(), sheet.dataset()));
    }
    if (area.meets(locked)) {
      throw new WritebackException(
          Code.DATASET_LOCKED,
          "the sheet \"%s\" has a dataset at %s, which Workiva locks, and the run would write or empty %s; nothing was written. Set region to cells outside of the dataset, take another sheet, or delete the dataset in Workiva"
              .formatted(sheet.title(), sheet.dataset(), area));
    }
    return Optional.empty();
  }
}
