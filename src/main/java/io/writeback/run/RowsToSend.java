package io.writeback.run;

import io.writeback.batch.SkippedRows;
import io.writeback.dataset.Row;
import io.writeback.dataset.SnapshotReader;
import io.writeback.destination.Forecast;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.rows.Digest;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Which rows of a run go out: each that no later row supersedes, that no other run has written
 * meanwhile, and that says something else than the destination confirmed.
 */
final class RowsToSend implements Closeable {
  private final RunEntry entry;
  private final Path folder;
  private final Ledger ledger;
  private final StagedRows rows;
  private SkippedRowIndex skipped;

  /** Those that the destination will probably refuse. */
  private ExpectedRows expected = ExpectedRows.NONE;

  /** Those whose objects need something before they are written. */
  private ExpectedRows unprepared = ExpectedRows.NONE;

  RowsToSend(RunEntry entry, Path folder, Ledger ledger, StagedRows rows) {
    this.entry = entry;
    this.folder = folder;
    this.ledger = ledger;
    this.rows = rows;
  }

  /** Compares the rows with each other and, if the run wants that, with what was confirmed. */
  void compare(Plan plan, RunMode mode) {
    // A name of its own: a process that was frozen may still have the one of its epoch.
    RunFolder.dropKeysBefore(folder, entry.epoch());
    SkippedRowIndex found = new SkippedRowIndex(scratch(), mode.compares());
    RowMapper mapper = plan.mapper();
    try (SnapshotReader reader = rows.sent().open()) {
      // What goes out as a whole has no keys.
      while (plan.whole().isEmpty() && reader.hasNext()) {
        add(reader.next(), mapper, mode, found);
      }
      found.seal(
          mode.compares()
              ? new ConfirmedKeys(ledger.fingerprints(), mode.fingerprints())
              : ConfirmedKeys.NONE);
    } catch (RuntimeException e) {
      found.close();
      throw e;
    }
    skipped = found;
  }

  /** A file for sorting. */
  Path scratch() {
    return RunFolder.keys(folder, entry.epoch());
  }

  private static void add(Row row, RowMapper mapper, RunMode mode, SkippedRowIndex found) {
    String key = mapper.key(row).orElse(null);
    // A row that holds nothing to write must not keep an earlier one from being written.
    if (key != null && !mapper.isOnlyKey(row)) {
      found.add(
          mapper.digest(key),
          row.number(),
          mode.compares() ? mapper.source(row) : Digest.NONE,
          mapper.isMatched(row));
    }
  }

  /** Asks the destination about the records that would go out, before the first one does. */
  Forecast ask(Plan plan) {
    ExpectedRows found = ExpectedRows.empty();
    ExpectedRows toPrepare = ExpectedRows.empty();
    AtomicLong sendable = new AtomicLong();
    Forecast forecast =
        plan.forecast(
            each -> sendable.set(eachRecord(plan, each)),
            new Forecast.Rows() {
              @Override
              public void refused(long row) {
                found.add(row);
              }

              @Override
              public void unprepared(long row) {
                toPrepare.add(row);
              }
            });
    // If every record is expected to be refused, no other has to be kept from its company.
    expected = found.count() < sendable.get() ? found : ExpectedRows.NONE;
    expected.write(folder, ExpectedRows.REFUSED);
    unprepared = toPrepare;
    unprepared.write(folder, ExpectedRows.UNPREPARED);
    return forecast;
  }

  /** Takes what the destination was asked by an earlier process. */
  void resume() {
    expected = ExpectedRows.read(folder, ExpectedRows.REFUSED);
    unprepared = ExpectedRows.read(folder, ExpectedRows.UNPREPARED);
  }

  /** Returns how many there were. */
  private long eachRecord(Plan plan, Consumer<Record> each) {
    AtomicLong count = new AtomicLong();
    eachMapped(
        plan,
        row -> {
          if (row instanceof Mapped.Sendable sendable) {
            each.accept(sendable.record());
            count.incrementAndGet();
          }
        });
    return count.get();
  }

  /** Maps each row that is neither superseded nor unchanged. */
  void eachMapped(Plan plan, Consumer<Mapped> each) {
    SkippedRows known = new Known(ExpectedRows.NONE);
    skipped.rewind();
    try (SnapshotReader reader = rows.sent().open()) {
      while (reader.hasNext()) {
        Row row = reader.next();
        if (known.isSuperseded(row.number()) || known.isUnchanged(row.number())) {
          continue;
        }
        Mapped mapped = known.mapped(row, plan.mapper());
        if (!(mapped instanceof Mapped.Sendable sendable)
            || !known.isConfirmed(sendable.record())) {
          each.accept(mapped);
        }
      }
    }
    skipped.rewind();
  }

  /** What is known of each row, for the batches. */
  SkippedRows known() {
    return new Known(expected);
  }

  /** Of a replay the rows that another run has written since it was accepted. */
  private BitSet writtenMeanwhile() {
    BitSet written = new BitSet();
    if (entry.parent() != null) {
      ledger.rejects().eachWrittenSince(entry.id(), row -> written.set(Math.toIntExact(row)));
    }
    return written;
  }

  @Override
  public void close() {
    if (skipped != null) {
      skipped.close();
    }
  }

  private final class Known implements SkippedRows {
    private final BitSet writtenMeanwhile = writtenMeanwhile();
    private final ExpectedRows refused;

    Known(ExpectedRows refused) {
      this.refused = refused;
    }

    @Override
    public boolean isSuperseded(long row) {
      return skipped.isSuperseded(row)
          || writtenMeanwhile.get((int) Math.min(row, Integer.MAX_VALUE));
    }

    @Override
    public long rival(long row) {
      return skipped.rival(row);
    }

    @Override
    public boolean isUnchanged(long row) {
      return skipped.isUnchanged(row) && !rows.isFailed(row);
    }

    @Override
    public Mapped mapped(Row row, RowMapper mapper) {
      return rows.unsent(row, mapper).orElseGet(() -> SkippedRows.super.mapped(row, mapper));
    }

    @Override
    public boolean isConfirmed(Record record) {
      return skipped.isConfirmed(record);
    }

    @Override
    public boolean isUnprepared(long row) {
      return unprepared.contains(row);
    }

    @Override
    public boolean isRefusalExpected(long row) {
      return refused.contains(row);
    }
  }
}
