package io.writeback.sandbox.domo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/**
 * The rows of a DataSet whose metadata is ahead of them: for a while after a change, exports and
 * queries have the previous rows, or the first of the new ones.
 *
 * <p>According to a Domo engineer, up to about 15 minutes are normal (domo-python-sdk#36). Whether
 * the count of a query follows the metadata or the rows is unknown; here it follows the rows, which
 * is harder to detect.
 */
final class LaggingRows {
  private final CsvContent content;
  private byte[] arrived;
  private Instant arrivedAs;
  private Instant moved;
  private int exportsLeft;

  LaggingRows(CsvContent content) {
    this.content = content;
  }

  /** The current rows are complete; later changes lag. */
  void start() {
    try (InputStream in = content.open()) {
      arrivedAs = content.changedAt();
      arrived = in.readAllBytes();
      moved = arrivedAs;
      exportsLeft = 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the rows lag behind the metadata now. */
  boolean isBehind(DataSetKnobs knobs) throws IOException {
    if (!knobs.lags()) {
      return false;
    }
    Instant changed = content.changedAt();
    if (changed.equals(arrivedAs)) {
      return false;
    }
    if (!changed.equals(moved)) {
      moved = changed;
      exportsLeft = knobs.lagExports();
    }
    boolean soon =
        knobs.lagMillis() > 0
            && Instant.now().isBefore(changed.plus(Duration.ofMillis(knobs.lagMillis())));
    if (soon || exportsLeft > 0) {
      return true;
    }
    start();
    return false;
  }

  /** Counts an export of lagging rows. */
  void exported() {
    exportsLeft = Math.max(0, exportsLeft - 1);
  }

  /** The previous rows. */
  CsvContent before() {
    return CsvContent.bytes(arrived, arrivedAs);
  }
}
