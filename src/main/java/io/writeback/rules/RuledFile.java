package io.writeback.rules;

import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.dataset.Staged;
import io.writeback.dataset.Staging;
import java.nio.file.Path;

/** The rows of a run as rules make them, as the file that a destination gets. */
public final class RuledFile {
  /** Its name in the folder of the run. */
  public static final String NAME = "ruled.csv";

  private RuledFile() {}

  /**
   * Writes it beside the snapshot; every row has to pass the rules.
   *
   * @param quota the most bytes that it may have
   */
  static Snapshot write(RuledRows rules, Snapshot snapshot, long quota) {
    Path folder = snapshot.file().toAbsolutePath().getParent();
    try (Staging staging = new Staging(snapshot.source(), folder, quota, NAME);
        SnapshotReader rows = snapshot.open()) {
      Staged staged =
          staging.write(
              rules.schema().names(),
              each -> rows.forEachRemaining(row -> each.accept(rules.made(row).cells())));
      return staging.commit(staged, rules.schema(), snapshot.version());
    }
  }
}
