package io.writeback.view;

import io.writeback.changes.Change;
import io.writeback.ledger.BatchEntry;
import io.writeback.ledger.DifferenceEntry;
import io.writeback.ledger.GoneObject;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RejectEntry;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.SentKeyStore;
import io.writeback.ledger.StoredRun;
import io.writeback.problem.WritebackException;
import io.writeback.run.RunFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/** Everything that is known of the records of one run. */
final class SentRecords {
  private final Ledger ledger;
  private final RunEntry run;
  private final RunFiles files;
  private final Optional<StoredRun> stored;
  private final FieldValues values;
  private final List<String> notes;

  /**
   * @param notes receives what cannot be known, a sentence each
   */
  SentRecords(Ledger ledger, RunViews views, RunEntry run, List<String> notes) {
    this.ledger = ledger;
    this.run = run;
    this.files = views.files(run.id());
    this.stored = ledger.history().stored(run.id());
    this.values = new FieldValues(stored.map(RunFiles::written).orElse(Map.of()));
    this.notes = notes;
  }

  /**
   * A record that was found.
   *
   * @param certain whether the destination has certainly written it
   * @param reject why it was not; null if it was not rejected
   * @param gone what became of an object whose row was gone; null if it is one of a row
   */
  record Sent(String key, boolean certain, RejectEntry reject, GoneObject gone) {
    Sent(String key, boolean certain, RejectEntry reject) {
      this(key, certain, reject, null);
    }

    /** One of an object whose row was gone. */
    Sent(String key, GoneObject gone) {
      this(key, false, null, gone);
    }
  }

  /**
   * The records, by the numbers of their rows.
   *
   * @param field only those in which this one was written; null for all
   */
  List<WhyAnswer.Finding> of(SortedMap<Long, Sent> rows, String field) {
    List<WhyAnswer.Finding> found = new ArrayList<>();
    if (field == null || values.mayHave(field)) {
      rows.forEach((row, sent) -> finding(row, sent, field).ifPresent(found::add));
    }
    return found;
  }

  private Optional<WhyAnswer.Finding> finding(long row, Sent sent, String field) {
    if (sent.gone() != null) {
      return goneFinding(sent, field);
    }
    boolean rejected = sent.reject() != null;
    Optional<List<Change>> changes = rejected ? Optional.empty() : read(() -> files.changesOf(row));
    // A person approved some fields of a record, and no other was sent.
    if (field != null
        && run.asks()
        && changes.isPresent()
        && changes.get().stream().noneMatch(one -> values.isNamed(one.field(), field))) {
      return Optional.empty();
    }
    Optional<List<RunFiles.ReadCell>> cells =
        stored.flatMap(one -> read(() -> files.cells(one, row)));
    List<DifferenceEntry> differences = ledger.sentKeys().differences(run.id(), row);
    Optional<BatchEntry> batch = ledger.batches().withRow(run.id(), row);
    Optional<SentKeyStore.Origin> origin = ledger.sentKeys().origin(run.id(), row);
    Optional<StoredRun> source =
        origin.map(one -> ledger.history().stored(one.run())).orElse(stored);
    return Optional.of(
        new WhyAnswer.Finding(
            run.id(),
            run.writeback(),
            run.target(),
            sent.key(),
            run.parent(),
            StartedBy.of(run, ledger),
            run.approvedBy(),
            batch.map(BatchEntry::settledAt).orElse(run.finishedAt()),
            source.map(one -> one.snapshot().source()).orElse(null),
            source.map(one -> one.snapshot().version()).orElse(null),
            row,
            origin.map(SentKeyStore.Origin::run).orElse(null),
            origin.map(SentKeyStore.Origin::row).orElse(0L),
            batch.map(BatchEntry::place).orElse(null),
            outcome(sent, differences, batch),
            rejected ? sent.reject().code() : null,
            rejected ? sent.reject().reason() : null,
            values.of(cells.orElse(List.of()), changes.orElse(List.of()), differences).stream()
                .filter(one -> field == null || values.isNamed(one.field(), field))
                .toList(),
            cells.isPresent()));
  }

  /** It has no row; what was there before is known as far as that was kept. */
  private Optional<WhyAnswer.Finding> goneFinding(Sent sent, String field) {
    GoneObject gone = sent.gone();
    Optional<List<Change>> changes = read(() -> files.changesOf(gone.row()));
    if (field != null
        && changes.isPresent()
        && changes.get().stream().noneMatch(one -> values.isNamed(one.field(), field))) {
      return Optional.empty();
    }
    return Optional.of(
        new WhyAnswer.Finding(
            run.id(),
            run.writeback(),
            run.target(),
            sent.key(),
            run.parent(),
            StartedBy.of(run, ledger),
            run.approvedBy(),
            run.finishedAt(),
            stored.map(one -> one.snapshot().source()).orElse(null),
            stored.map(one -> one.snapshot().version()).orElse(null),
            0,
            null,
            0,
            null,
            outcome(gone.outcome()),
            gone.code(),
            gone.reason().isEmpty() ? null : gone.reason(),
            values.of(List.of(), changes.orElse(List.of()), List.of()).stream()
                .filter(one -> field == null || values.isNamed(one.field(), field))
                .toList(),
            changes.isPresent()));
  }

  private static WhyAnswer.Outcome outcome(GoneObject.Outcome outcome) {
    return switch (outcome) {
      case CLEARED -> WhyAnswer.Outcome.CLEARED;
      case DELETED -> WhyAnswer.Outcome.DELETED;
      case RESTORED -> WhyAnswer.Outcome.RESTORED;
      case NOTHING, KEPT, REFUSED -> WhyAnswer.Outcome.LEFT;
      case IN_DOUBT -> WhyAnswer.Outcome.IN_DOUBT;
    };
  }

  /** What a file says; one that cannot be read keeps nobody from the rest. */
  private <T> Optional<T> read(Supplier<Optional<T>> file) {
    try {
      return file.get();
    } catch (WritebackException e) {
      notes.add("of run %s not everything can be read: %s".formatted(run.id(), e.getMessage()));
      return Optional.empty();
    }
  }

  private static WhyAnswer.Outcome outcome(
      Sent sent, List<DifferenceEntry> differences, Optional<BatchEntry> batch) {
    if (sent.reject() != null) {
      return WhyAnswer.Outcome.REJECTED;
    }
    if (sent.certain()) {
      return differences.isEmpty() ? WhyAnswer.Outcome.CONFIRMED : WhyAnswer.Outcome.DIFFERS;
    }
    return batch.filter(one -> one.tally().notSent() > 0).isPresent()
        ? WhyAnswer.Outcome.UNKNOWN
        : WhyAnswer.Outcome.IN_DOUBT;
  }
}
