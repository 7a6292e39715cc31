package io.writeback.console;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeFilter;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunSummary;
import io.writeback.problem.WritebackException;
import io.writeback.run.PlannedChanges;
import io.writeback.view.RunViews;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what runs would change, for the pages; memory does not grow with their rows. */
final class ChangePages {
  private final RunViews views;
  private final boolean showValues;

  /**
   * @param showValues whether keys and cell values are shown
   */
  ChangePages(RunViews views, boolean showValues) {
    this.views = views;
    this.showValues = showValues;
  }

  /**
   * What the page of a run says of its changes; null if nobody wanted to know them. Its page is
   * there although they cannot be read: the page of the changes says why.
   */
  RunChanges of(RunEntry run) {
    try {
      Optional<PlannedChanges> planned = views.files(run.id()).planned();
      return planned.isEmpty() && !run.waitsForApproval() ? null : of(run, planned.orElse(null));
    } catch (WritebackException e) {
      return of(run, null);
    }
  }

  /** Whether what a run overwrote was kept, so that it may be put back. */
  boolean areKept(RunEntry run) {
    return views.files(run.id()).hasOverwritten();
  }

  private static RunChanges of(RunEntry run, PlannedChanges planned) {
    return new RunChanges(planned, run.waitsForApproval(), run.approvedAt(), run.approvedBy());
  }

  /** What the visitor asked for, as it was written. */
  record Asked(String field, String kind, String least, String key, long passed) {}

  /**
   * @return empty if it is not known what the run would change
   * @throws WritebackException if it cannot be read
   */
  Optional<ChangesPage> page(RunSummary summary, Asked asked) {
    return views.files(summary.run().id()).planned().map(planned -> page(summary, planned, asked));
  }

  private ChangesPage page(RunSummary summary, PlannedChanges planned, Asked asked) {
    String id = summary.run().id();
    String problem = "";
    ChangeFilter filter = filter(asked, "");
    try {
      filter = filter(asked, asked.least());
    } catch (IllegalArgumentException e) {
      problem = "The size \"%s\" says nothing: %s.".formatted(asked.least(), e.getMessage());
    }
    Matching matching = new Matching(filter, asked.passed());
    views.files(id).eachChange(matching::add);
    long next = asked.passed() + matching.shown.size();
    return new ChangesPage(
        RunRow.of(summary, views),
        Instant.ofEpochMilli(planned.millis()),
        summary.run().waitsForApproval(),
        summary.run().undoes(),
        views.files(id).kept(ChangesPage.CHANGES),
        views.forecastNotes(id),
        planned.changes(),
        filter,
        problem,
        matching.shown,
        matching.count,
        asked.passed(),
        matching.count > next
            ? "/runs/%s/changes?field=%s&kind=%s&least=%s&key=%s&passed=%d"
                .formatted(
                    id,
                    Pages.encoded(filter.field()),
                    Pages.encoded(filter.kind().words()),
                    Pages.encoded(problem.isEmpty() && showValues ? asked.least() : ""),
                    Pages.encoded(filter.key()),
                    next)
            : null,
        showValues);
  }

  /** Where values are hidden, nobody finds them out by asking for them. */
  private ChangeFilter filter(Asked asked, String least) {
    return new ChangeFilter(
        asked.field(),
        ChangeFilter.Kind.of(asked.kind()),
        ChangeFilter.distance(showValues ? least : ""),
        showValues ? asked.key().strip() : "");
  }

  /** Counts what matches, and keeps one page of it. */
  private static final class Matching {
    private final ChangeFilter filter;
    private final long passed;
    private final List<Change> shown = new ArrayList<>();
    private long count;

    Matching(ChangeFilter filter, long passed) {
      this.filter = filter;
      this.passed = passed;
    }

    void add(Change change) {
      if (filter.matches(change)) {
        count++;
        if (count > passed && shown.size() < ChangesPage.CHANGES) {
          shown.add(change);
        }
      }
    }
  }
}
