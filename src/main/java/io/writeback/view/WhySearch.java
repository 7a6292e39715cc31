package io.writeback.view;

import io.writeback.ledger.GoneObject;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.SentKeyStore;
import io.writeback.rows.SentKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds the runs that have sent a record, from the latest one back. */
public final class WhySearch {
  /**
   * Runs that are looked at together: at first one, as the latest run is the likeliest, then each
   * time twice as many.
   */
  private static final int MOST_AT_ONCE = 128;

  private final Ledger ledger;
  private final SentKeyStore store;
  private final RunViews views;

  /**
   * @param views of the same ledger
   */
  public WhySearch(Ledger ledger, RunViews views) {
    this.ledger = ledger;
    this.store = ledger.sentKeys();
    this.views = views;
  }

  /**
   * What is asked for.
   *
   * @param targets where the record is; none for anywhere
   * @param name what a person calls the record
   * @param key makes the key of the record on a target; empty if that can have none
   * @param field a field, or the column that it is written from; null for all
   * @param most how many are found at most
   */
  public record Question(
      List<String> targets,
      String name,
      Function<String, Optional<String>> key,
      String field,
      int most) {}

  public WhyAnswer answer(Question asked) {
    return new Search(asked).answer();
  }

  /** One search. */
  private final class Search {
    private final Question asked;
    private final List<WhyAnswer.Finding> found = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int searched;
    private int later;
    private String latest;
    private Instant since;

    private Search(Question asked) {
      this.asked = asked;
    }

    private WhyAnswer answer() {
      boolean more = false;
      String last = null;
      for (int most = 1; !more; most = Math.min(2 * most, MOST_AT_ONCE)) {
        List<RunEntry> runs = store.runs(asked.targets().isEmpty(), asked.targets(), last, most);
        if (runs.isEmpty()) {
          break;
        }
        more = !look(runs);
        last = runs.get(runs.size() - 1).id();
      }
      found.sort(
          Comparator.comparing(
              WhyAnswer.Finding::at, Comparator.nullsFirst(Comparator.reverseOrder())));
      return new WhyAnswer(
          asked.targets(),
          asked.targets().size() == 1
              ? asked.key().apply(asked.targets().get(0)).orElse(asked.name())
              : asked.name(),
          asked.field(),
          found,
          searched,
          since,
          found.isEmpty() ? 0 : later,
          found.isEmpty() ? null : latest,
          more,
          notes);
    }

    /** Looks at some runs, the newest first; false if enough were found before the last of them. */
    private boolean look(List<RunEntry> runs) {
      Map<String, List<String>> idsByKey = new LinkedHashMap<>();
      for (RunEntry run : runs) {
        asked
            .key()
            .apply(run.target())
            .ifPresent(
                key -> idsByKey.computeIfAbsent(key, one -> new ArrayList<>()).add(run.id()));
      }
      Map<String, SortedMap<Long, SentRecords.Sent>> rows = new HashMap<>();
      idsByKey.forEach((key, ids) -> rows(key, ids, rows));
      for (RunEntry run : runs) {
        if (rows.containsKey(run.id())) {
          if (found.size() >= asked.most()) {
            return false;
          }
          look(run, rows.get(run.id()));
        }
      }
      return true;
    }

    private void look(RunEntry run, SortedMap<Long, SentRecords.Sent> rows) {
      searched++;
      since = run.acceptedAt();
      List<WhyAnswer.Finding> ofRun =
          rows.isEmpty()
              ? List.of()
              : new SentRecords(ledger, views, run, notes).of(rows, asked.field());
      if (ofRun.isEmpty() && found.isEmpty()) {
        later++;
        latest = latest == null ? run.id() : latest;
      }
      found.addAll(ofRun);
    }

    /** The rows with a key of some runs, by the run; each run has an entry. */
    private void rows(
        String key, List<String> ids, Map<String, SortedMap<Long, SentRecords.Sent>> rows) {
      ids.forEach(id -> rows.put(id, new TreeMap<>()));
      for (SentKeyStore.RejectOfRun one : store.rejects(ids, key)) {
        rows.get(one.runId())
            .put(one.reject().row(), new SentRecords.Sent(key, false, one.reject()));
      }
      for (SentKeyStore.GoneOfRun one : store.gone(ids, key)) {
        if (one.object().outcome() != GoneObject.Outcome.NOTHING) {
          rows.get(one.runId()).put(one.object().row(), new SentRecords.Sent(key, one.object()));
        }
      }
      byte[] hash = SentKeys.hash(key);
      for (SentKeyStore.Keys keys : store.containing(ids, hash)) {
        for (SentKeys.Found row : found(keys, hash)) {
          rows.get(keys.runId()).put(row.row(), new SentRecords.Sent(key, row.certain(), null));
        }
      }
      for (String id : store.open(ids)) {
        notes.add(
            "run %s has batches without an account: what it has sent in them is not known yet"
                .formatted(id));
      }
    }

    private List<SentKeys.Found> found(SentKeyStore.Keys keys, byte[] hash) {
      try {
        return SentKeys.find(keys.keys(), hash);
      } catch (IllegalArgumentException e) {
        notes.add(
            "what run %s has sent in batch %d is not known: %s"
                .formatted(keys.runId(), keys.number(), e.getMessage()));
        return List.of();
      }
    }
  }
}
