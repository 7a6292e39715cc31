package io.writeback.run;

import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Sighting;
import io.writeback.ledger.Ledger;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.transform.Transformation;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** A run, as the source that it reads sees it. */
record RunReading(Run run, Ledger ledger, ProgressListener listener) implements ReadContext {
  private static final long EVERY_NANOS = 1_000_000_000L;

  /** The rows are read from here. */
  void begins(String source) {
    listener.staging(run, source);
  }

  @Override
  public void staged(long rows) {
    // A person may want the run cancelled meanwhile.
    if (ledger.history().isCancelAsked(run.id())) {
      throw new WritebackException(Code.RUN_CANCELLED, StopRules.CANCELLED.reason());
    }
    listener.staged(run, rows);
  }

  /** The same for what takes its time for each row: about once a second is enough. */
  Transformation.Progress slowly(BooleanSupplier stopped) {
    AtomicLong last = new AtomicLong(System.nanoTime());
    return rows -> {
      if (System.nanoTime() - last.get() >= EVERY_NANOS) {
        staged(rows);
        last.set(System.nanoTime());
      }
      return stopped.getAsBoolean();
    };
  }

  @Override
  public boolean waits() {
    return run.sourcePauses().settles();
  }

  @Override
  public Optional<Sighting> first() {
    return run.sourcePauses().first();
  }

  @Override
  public Instant since() {
    return run.pauses().from();
  }

  @Override
  public OptionalLong lastBatch(String source) {
    return run.entry().full()
        ? OptionalLong.empty()
        : ledger.sourceBatches().last(run.id(), source).stream()
            .mapToLong(Long::longValue)
            .findFirst();
  }

  @Override
  public void reached(long batch) {
    ledger.sourceBatches().read(run.id(), run.epoch(), batch);
  }

  @Override
  public void warn(String sentence) {
    // Each try of a run may find the same.
    if (!ledger.history().remarks(run.id()).contains(sentence)) {
      ledger.runs().addRemark(run.id(), run.epoch(), sentence);
    }
  }
}
