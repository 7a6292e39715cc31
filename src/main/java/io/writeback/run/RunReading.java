package io.writeback.run;

import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Sighting;
import io.writeback.ledger.Ledger;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A run, as the source that it reads sees it. */
record RunReading(Run run, Ledger ledger, ProgressListener listener) implements ReadContext {
  @Override
  public void staged(long rows) {
    // A person may want the run cancelled meanwhile.
    if (ledger.history().isCancelAsked(run.id())) {
      throw new WritebackException(Code.RUN_CANCELLED, StopRules.CANCELLED.reason());
    }
    listener.staged(run, rows);
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
