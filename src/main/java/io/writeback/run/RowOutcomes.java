package io.writeback.run;

import io.writeback.dataset.Row;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.destination.Plan;
import io.writeback.destination.RowMapper;
import io.writeback.ledger.BatchEntry;
import io.writeback.ledger.DifferenceEntry;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RejectEntry;
import io.writeback.ledger.StoredRun;
import io.writeback.rows.Digest;
import io.writeback.rows.SentKeys;
import io.writeback.rows.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What became of each row of a run that has ended, read side by side from its snapshot, for the
 * keys, and from the ledger: the accounts of its batches, the keys that it sent, its rejects and
 * its differences. Memory holds one batch, whatever the run has.
 */
public final class RowOutcomes {
  private static final int PAGE = 500;

  private final Ledger ledger;
  private final String runId;
  private final Snapshot snapshot;
  private final RowMapper mapper;
  private final boolean hasKeys;
  private final Path scratch;

  private RowOutcomes(Ledger ledger, String runId, Snapshot snapshot, Plan plan, Path scratch) {
    this.ledger = ledger;
    this.runId = runId;
    this.snapshot = snapshot;
    this.mapper = plan.mapper();
    this.hasKeys = plan.whole().isEmpty();
    this.scratch = scratch;
  }

  /**
   * Hands over the outcome of each row, in the order of the rows.
   *
   * @return false if the run has no rows to report: it was never planned, is an undo, or its
   *     snapshot is gone
   */
  public static boolean each(
      Ledger ledger,
      String runId,
      RunFolders folders,
      PlanRestorer restorer,
      Consumer<RowOutcome> consumer) {
    Optional<StoredRun> stored = ledger.history().stored(runId);
    Optional<StoredRunPlan> plan = stored.flatMap(StoredRunPlan::find);
    if (plan.isEmpty() || stored.get().run().isUndo() || stored.get().snapshot() == null) {
      return false;
    }
    Path folder = folders.toResume(runId);
    Snapshot snapshot = plan.get().unverifiedSent(stored.get(), folder);
    if (!Files.exists(snapshot.file())) {
      return false;
    }
    Plan restored = restorer.restore(plan.get().destination(), plan.get().plan(), snapshot);
    // A name of its own: another process may be about to do the same.
    Path scratch = folder.resolve("outcomes-" + UUID.randomUUID());
    new RowOutcomes(ledger, runId, snapshot, restored, scratch).each(consumer);
    return true;
  }

  private void each(Consumer<RowOutcome> consumer) {
    Tally all = ledger.batches().totals(runId).tally();
    try (SkippedRowIndex skipped = new SkippedRowIndex(scratch, false);
        SnapshotReader rows = snapshot.open()) {
      BitSet writtenMeanwhile = new BitSet();
      if (all.superseded() > 0) {
        index(skipped);
        ledger.rejects().eachWrittenSince(runId, row -> writtenMeanwhile.set(Math.toIntExact(row)));
      }
      skipped.seal(ConfirmedKeys.NONE);
      Pages<RejectEntry> rejects =
          new Pages<>(
              last -> ledger.rejects().page(runId, false, last == null ? 0 : last.row(), PAGE));
      Pages<DifferenceEntry> differences =
          new Pages<>(
              last ->
                  ledger
                      .rejects()
                      .differences(
                          runId,
                          last == null ? 0 : last.row(),
                          last == null ? "" : last.field(),
                          PAGE));
      Batches batches = new Batches();
      while (rows.hasNext()) {
        Row row = rows.next();
        long number = row.number();
        RejectEntry reject = rejects.at(number, RejectEntry::row);
        TreeSet<String> fields = new TreeSet<>();
        for (DifferenceEntry difference = differences.at(number, DifferenceEntry::row);
            difference != null;
            difference = differences.at(number, DifferenceEntry::row)) {
          fields.add(difference.field());
          differences.skip();
        }
        RowOutcome.State state =
            reject != null
                ? RowOutcome.State.REJECTED
                : batches
                    .of(number)
                    .state(
                        number,
                        !fields.isEmpty(),
                        skipped.isSuperseded(number)
                            || writtenMeanwhile.get((int) Math.min(number, Integer.MAX_VALUE)));
        consumer.accept(
            new RowOutcome(
                number,
                reject != null && !reject.key().isEmpty()
                    ? reject.key()
                    : hasKeys ? mapper.key(row).orElse("") : "",
                state,
                reject == null ? null : reject.code(),
                reject != null
                    ? reject.cause()
                    : fields.isEmpty() ? "" : "other values in " + String.join(", ", fields)));
      }
    }
  }

  private void index(SkippedRowIndex skipped) {
    try (SnapshotReader rows = snapshot.open()) {
      while (rows.hasNext()) {
        Row row = rows.next();
        String key = hasKeys ? mapper.key(row).orElse(null) : null;
        if (key != null && !mapper.isOnlyKey(row)) {
          skipped.add(mapper.digest(key), row.number(), Digest.NONE);
        }
      }
    }
  }

  /** Entries of the ledger in the order of their rows, a page at a time. */
  private static final class Pages<T> {
    private final Function<T, List<T>> following;
    private Iterator<T> page;
    private T next;
    private T last;

    /**
     * @param following the page that follows an entry, or the first one after null
     */
    Pages(Function<T, List<T>> following) {
      this.following = following;
      this.page = following.apply(null).iterator();
      skip();
    }

    /** The first entry whose row is not before this one, which only grows; null if none is. */
    T behind(long row, Function<T, Long> rowOf) {
      while (next != null && rowOf.apply(next) < row) {
        skip();
      }
      return next;
    }

    /** The same if it is of this very row. */
    T at(long row, Function<T, Long> rowOf) {
      T found = behind(row, rowOf);
      return found != null && rowOf.apply(found) == row ? found : null;
    }

    void skip() {
      if (!page.hasNext() && last != null) {
        page = following.apply(last).iterator();
      }
      next = page.hasNext() ? page.next() : null;
      last = next == null ? last : next;
    }
  }

  /** The batch of the row that is asked for, in ascending order of rows, as batches are. */
  private final class Batches {
    private final Pages<BatchEntry> all =
        new Pages<>(last -> ledger.batches().page(runId, last == null ? -1 : last.number(), PAGE));

    private Account current = new Account(null, Map.of());

    Account of(long row) {
      BatchEntry batch = all.behind(row, BatchEntry::lastRow);
      if (batch == null || batch.firstRow() > row) {
        return new Account(null, Map.of());
      }
      if (!batch.equals(current.batch())) {
        current = new Account(batch, keys(batch));
      }
      return current;
    }

    private Map<Long, Boolean> keys(BatchEntry batch) {
      Map<Long, Boolean> certain = new HashMap<>();
      ledger
          .sentKeys()
          .ofBatch(runId, batch.number())
          .ifPresent(
              keys -> SentKeys.all(keys).forEach(one -> certain.put(one.row(), one.certain())));
      return certain;
    }
  }

  /**
   * What the ledger has of a batch.
   *
   * @param batch null if the row is in none
   * @param certain of each row whose key was sent whether it was certainly written
   */
  private record Account(BatchEntry batch, Map<Long, Boolean> certain) {
    RowOutcome.State state(long row, boolean differs, boolean superseded) {
      if (batch == null) {
        return RowOutcome.State.NOT_SENT;
      }
      if (differs) {
        return RowOutcome.State.DIFFERS;
      }
      Tally tally = batch.tally();
      boolean open = batch.state().equals("OPEN");
      long rows = batch.lastRow() - batch.firstRow() + 1;
      if (!open && tally.confirmed() == rows) {
        return RowOutcome.State.CONFIRMED;
      }
      if (!open && tally.differs() == rows) {
        return RowOutcome.State.DIFFERS;
      }
      Boolean sent = certain.get(row);
      if (sent != null && sent) {
        return RowOutcome.State.CONFIRMED;
      }
      if (superseded && tally.superseded() > 0) {
        return RowOutcome.State.SUPERSEDED;
      }
      if (sent != null || open && tally.unchanged() == 0) {
        return tally.notSent() == 0
            ? RowOutcome.State.IN_DOUBT
            : RowOutcome.State.IN_DOUBT_OR_NOT_SENT;
      }
      if (tally.notSent() == 0 && tally.inDoubt() == 0) {
        return RowOutcome.State.UNCHANGED;
      }
      if (tally.unchanged() > 0) {
        return RowOutcome.State.UNCHANGED_OR_NOT_SENT;
      }
      return tally.inDoubt() == 0
          ? RowOutcome.State.NOT_SENT
          : tally.notSent() == 0
              ? RowOutcome.State.IN_DOUBT
              : RowOutcome.State.IN_DOUBT_OR_NOT_SENT;
    }
  }
}
