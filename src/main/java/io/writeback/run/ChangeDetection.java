package io.writeback.run;

import io.writeback.dataset.Row;
import io.writeback.destination.Fingerprint;
import io.writeback.destination.Mapped;
import io.writeback.destination.RowMapper;
import io.writeback.ledger.FingerprintGeneration;
import io.writeback.ledger.FingerprintStore;
import io.writeback.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds out which rows are not sent, in one pass over all of them before the first is: the later
 * row of a key counts, and only if it is not as the destination has confirmed it.
 *
 * <p>The ledger is asked for the fingerprints of some rows at a time: one by one would take long,
 * and all of them would not fit into memory.
 */
final class ChangeDetection {
  private final SkippedRowIndex skipped;
  private final FingerprintStore known;
  private final FingerprintGeneration generation;
  private final List<Compared> chunk = new ArrayList<>();

  /** A row that may be sent; its fingerprint is "" if it is not compared. */
  private record Compared(String key, long row, String fingerprint) {}

  ChangeDetection(SkippedRowIndex skipped, RunMode mode, Ledger ledger) {
    this.skipped = skipped;
    this.known = ledger.fingerprints();
    this.generation = mode.compares() ? mode.fingerprints() : null;
  }

  void add(Row row, RowMapper mapper) {
    String key = mapper.key(row).orElse(null);
    // A row that holds nothing to write must not keep an earlier one from being written.
    if (key == null || mapper.isOnlyKey(row)) {
      return;
    }
    if (generation == null) {
      skipped.add(key, row.number());
      return;
    }
    String fingerprint =
        mapper.map(row) instanceof Mapped.Sendable sendable
            ? Fingerprint.of(sendable.record())
            : "";
    chunk.add(new Compared(key, row.number(), fingerprint));
    if (chunk.size() == FingerprintStore.CHUNK) {
      compare();
    }
  }

  /** Ends adding. */
  void finish() {
    compare();
    skipped.seal();
  }

  private void compare() {
    if (chunk.isEmpty()) {
      return;
    }
    Map<String, String> confirmed =
        known.find(generation, chunk.stream().map(Compared::key).distinct().toList());
    for (Compared row : chunk) {
      skipped.add(row.key(), row.row(), row.fingerprint().equals(confirmed.get(row.key())));
    }
    chunk.clear();
  }
}
