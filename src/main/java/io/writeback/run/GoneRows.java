package io.writeback.run;

import io.writeback.changes.Approval;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.destination.GonePolicy;
import io.writeback.destination.Plan;
import io.writeback.destination.RowMapper;
import io.writeback.ledger.FingerprintStore;
import io.writeback.ledger.KnownObject;
import io.writeback.ledger.KnownObjectStore;
import io.writeback.ledger.KnownScope;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import io.writeback.problem.Problem;
import io.writeback.rows.Digest;
import io.writeback.rows.SpillingSort;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The objects that a writeback has written and whose rows are not in the DataSet any more. A row
 * counts by the objects that it means: one that is unchanged, superseded or rejected is there. Both
 * sides are read once in the order of keys, so memory does not grow with them.
 *
 * @param plan clears or deletes them; the same as before if there are none
 * @param over why a person is asked, a sentence each
 * @param remarks what a person should know, a sentence each
 */
record GoneRows(Plan plan, List<String> over, List<String> remarks) {
  private static final int AT_ONCE = 5_000;

  GoneRows {
    over = List.copyOf(over);
    remarks = List.copyOf(remarks);
  }

  /** Of a run that does nothing about them. */
  static GoneRows none(Plan plan) {
    return new GoneRows(plan, List.of(), List.of());
  }

  /**
   * Those of a run that was planned: the plan with them.
   *
   * @param folder of the run that found them
   * @param restores whether an undo puts back what was cleared
   */
  static Plan planned(Plan plan, Path folder, boolean restores) {
    GoneKeys gone = GoneKeys.of(folder);
    // What was deleted cannot be put back.
    return gone.count() == 0 || restores && plan.gone().orElseThrow().deletes()
        ? plan
        : new GonePlan(plan, gone, restores);
  }

  /** Why a route cannot do anything about them, although it says so. */
  static Optional<Problem> problem(Optional<String> part, Plan plan) {
    return plan.gone().isEmpty() || part.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Problem(
                Code.BAD_VALUE,
                "onGone",
                "needs all rows of a DataSet, but %s: every other object would count as gone. Remove the option"
                    .formatted(part.get())));
  }

  /**
   * Finds them, and puts their keys on disk.
   *
   * @param unsure why it is unknown which objects the rows mean, a clause; empty if it is not
   * @param selection which rows of which data there are
   * @param scratch a file for sorting
   * @param approval whether a person may be asked
   */
  static GoneRows search(
      Plan plan,
      Snapshot snapshot,
      Optional<String> unsure,
      KnownObjectStore known,
      KnownScope scope,
      String selection,
      Path folder,
      Path scratch,
      Approval approval) {
    boolean selected = known.begin(scope, selection);
    Optional<GonePolicy> policy = plan.gone();
    GoneKeys.drop(folder);
    if (policy.isEmpty()) {
      return none(plan);
    }
    if (selected) {
      return unknown(plan, policy.get(), "the rows are selected otherwise than in the run before");
    }
    if (unsure.isPresent()) {
      return unknown(plan, policy.get(), unsure.get());
    }
    Search search = new Search(scope, known, snapshot.rows() + 1);
    try (SpillingSort keys = new SpillingSort(scratch, 2)) {
      long without = search.keys(snapshot, plan.mapper(), keys);
      if (without > 0) {
        return unknown(
            plan, policy.get(), Count.of(without, "row has", "rows have") + " no usable key");
      }
      GoneKeys gone = search.merge(keys, folder);
      GoneRows found =
          gone.count() == 0
              ? none(plan)
              : judged(plan, policy.get(), gone, search.known, snapshot.rows(), approval);
      if (found.plan() == plan) {
        GoneKeys.drop(folder);
      }
      return found;
    }
  }

  private static GoneRows unknown(Plan plan, GonePolicy policy, String why) {
    return new GoneRows(
        plan,
        List.of(),
        List.of(
            "%s no object was %s: %s, so it is unknown which are gone"
                .formatted(Code.GONE_UNKNOWN.id(), policy.done(), why)));
  }

  private static GoneRows judged(
      Plan plan, GonePolicy policy, GoneKeys gone, long known, long rows, Approval approval) {
    boolean most = 2 * gone.count() > known;
    long allowed = policy.most().of(known);
    if (!most && gone.count() <= allowed) {
      return new GoneRows(new GonePlan(plan, gone, false), List.of(), List.of());
    }
    String sentence =
        "%,d of the %s that this writeback has written would be %s, as %s; %s"
            .formatted(
                gone.count(),
                Count.of(known, "object"),
                policy.done(),
                rows == 0 ? "the DataSet has no rows" : "their rows are gone",
                most
                    ? "more than half of them need a person"
                    : "maxGone=%s allows %,d".formatted(policy.most().written(), allowed));
    return approval == Approval.NEVER
        ? new GoneRows(
            plan,
            List.of(),
            List.of(
                "%s %s, and with approval=never they are left as they are"
                    .formatted(Code.GONE_OVER_LIMIT.id(), sentence)))
        : new GoneRows(new GonePlan(plan, gone, false), List.of(sentence), List.of());
  }

  /** Reads both sides. */
  private static final class Search {
    private final KnownScope scope;
    private final KnownObjectStore ledger;
    private final long first;
    private long known;

    /**
     * @param first the number of the first object
     */
    Search(KnownScope scope, KnownObjectStore ledger, long first) {
      this.scope = scope;
      this.ledger = ledger;
      this.first = first;
    }

    /** Adds what all rows mean. Returns how many rows may mean any object. */
    long keys(Snapshot snapshot, RowMapper mapper, SpillingSort into) {
      long without = 0;
      try (SnapshotReader rows = snapshot.open()) {
        while (rows.hasNext()) {
          Optional<Set<String>> objects = mapper.means(rows.next());
          for (String key : objects.orElse(Set.of())) {
            Digest digest = mapper.digest(key);
            into.add(digest.high(), digest.low());
          }
          if (objects.isEmpty()) {
            without++;
          }
        }
      }
      return without;
    }

    GoneKeys merge(SpillingSort rows, Path folder) {
      SpillingSort.Sorted sorted = rows.sorted();
      try (GoneKeys.Writer gone = new GoneKeys.Writer(folder, first)) {
        Merge merge = new Merge(sorted, gone::add);
        each(merge);
        return gone.finish();
      }
    }

    private void each(Consumer<Digest> object) {
      List<KnownObject> some = ledger.after(scope, FingerprintStore.BEGINNING, AT_ONCE);
      while (!some.isEmpty()) {
        known += some.size();
        some.forEach(each -> object.accept(each.key()));
        some = ledger.after(scope, some.get(some.size() - 1).key(), AT_ONCE);
      }
    }
  }

  /** Hands on the objects without a row; objects come in the order of the rows. */
  private static final class Merge implements Consumer<Digest> {
    private final SpillingSort.Sorted rows;
    private final Consumer<Digest> gone;
    private boolean more;

    Merge(SpillingSort.Sorted rows, Consumer<Digest> gone) {
      this.rows = rows;
      this.gone = gone;
      this.more = rows.next();
    }

    @Override
    public void accept(Digest object) {
      while (more && compare(object) < 0) {
        more = rows.next();
      }
      if (!more || compare(object) != 0) {
        gone.accept(object);
      }
    }

    private int compare(Digest object) {
      int high = Long.compare(rows.get(0), object.high());
      return high == 0 ? Long.compare(rows.get(1), object.low()) : high;
    }
  }
}
