package io.writeback.ledger;

import io.writeback.rows.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * The objects that writebacks have written. They change with the batches of runs, in the
 * transactions of their accounts ({@link KnownChange}), and stay when their runs are removed.
 */
public interface KnownObjectStore {
  /** Digests that are looked up by one statement. */
  int AT_ONCE = 500;

  @CreateSqlObject
  KnownObjectStatements statements();

  /**
   * The next objects of a scope that a run wrote and nothing has released since, in the order of
   * their keys: high and low as numbers with a sign.
   *
   * @param key the last one that is known already; {@link FingerprintStore#BEGINNING} for none
   * @param most fewer are all that are left
   */
  default List<KnownObject> after(KnownScope scope, Digest key, int most) {
    return statements().after(scope, key, most);
  }

  /**
   * Begins a run. If its rows are selected otherwise than those of the last one, all that was
   * written until then is released: an object whose row is not selected any more is not gone.
   *
   * @param selection see {@code DatasetSource.selection}
   * @return whether that was so
   */
  @Transaction
  default boolean begin(KnownScope scope, String selection) {
    insert(scope, selection);
    if (select(scope.id(), selection) == 0) {
      return false;
    }
    releaseAll(scope.id());
    return true;
  }

  @SqlUpdate(
      """
      insert into known_scope (id, writeback, account, target, selection)
      values (:id, :writeback, :account, :target, :selection) on conflict (id) do nothing
      """)
  void insert(@BindMethods KnownScope scope, String selection);

  @SqlUpdate(
      "update known_scope set selection = :selection where id = :scope and selection <> :selection")
  int select(long scope, String selection);

  @SqlUpdate("update known_object set run = null where scope = :scope and run is not null")
  void releaseAll(long scope);

  /**
   * What became of the objects whose rows were gone in a run, in their order.
   *
   * @param after the number of the last one that is known already; 0 for none
   */
  @SqlQuery(
      """
      select * from gone_object where run_id = :runId and row_number > :after
      order by row_number limit :most
      """)
  List<GoneObject> gone(String runId, long after, int most);

  /** How many objects had an outcome in a run. */
  record GoneCount(GoneObject.Outcome outcome, long objects) {}

  /** The outcomes of a run that occurred. */
  @SqlQuery(
      """
      select outcome, count(*) as objects from gone_object where run_id = :runId
      group by outcome order by outcome
      """)
  List<GoneCount> goneCounts(String runId);

  /** How many objects of a scope a run wrote. */
  @SqlQuery("select count(*) from known_object where scope = :scope and run is not null")
  long count(long scope);

  /**
   * The objects that were written for values of the match field, also those that were released
   * since: each value that has some, with all of them.
   *
   * @param values any number, each once
   */
  default Map<String, List<KnownObject>> matching(KnownScope scope, Collection<String> values) {
    Map<Digest, String> byDigest =
        values.stream().collect(Collectors.toMap(Digest::of, Function.identity(), (a, b) -> a));
    List<Digest> digests = List.copyOf(byDigest.keySet());
    List<KnownObject> found = new ArrayList<>();
    for (int from = 0; from < digests.size(); from += AT_ONCE) {
      List<Digest> some = digests.subList(from, Math.min(from + AT_ONCE, digests.size()));
      found.addAll(matching(scope.id(), some.stream().map(Digest::high).toList()));
    }
    return found.stream()
        .filter(object -> byDigest.containsKey(object.match()))
        .collect(Collectors.groupingBy(object -> byDigest.get(object.match())));
  }

  /**
   * Those whose match value has one of these halves.
   *
   * @param highs at least one
   */
  default List<KnownObject> matching(long scope, List<Long> highs) {
    return columnsMatching(scope, highs).stream().map(Columns::object).toList();
  }

  @SqlQuery(
      """
      select key_high, key_low, match_high, match_low, coalesce(run, 0) as run from known_object
      where scope = :scope and match_high in (<highs>)
      """)
  List<Columns> columnsMatching(long scope, @BindList List<Long> highs);

  /** A known object as it is stored. */
  record Columns(long keyHigh, long keyLow, long matchHigh, long matchLow, long run) {
    KnownObject object() {
      return new KnownObject(new Digest(keyHigh, keyLow), new Digest(matchHigh, matchLow), run);
    }
  }

  /**
   * Values for which an object may have been created without an answer that says so, each with the
   * run that tried.
   *
   * @param values any number, each once
   */
  default Map<String, String> inDoubt(KnownScope scope, Collection<String> values) {
    Map<Digest, String> byDigest =
        values.stream().collect(Collectors.toMap(Digest::of, Function.identity(), (a, b) -> a));
    List<Digest> digests = List.copyOf(byDigest.keySet());
    Map<String, String> found = new HashMap<>();
    for (int from = 0; from < digests.size(); from += AT_ONCE) {
      List<Digest> some = digests.subList(from, Math.min(from + AT_ONCE, digests.size()));
      marks(scope.id(), some.stream().map(Digest::high).toList())
          .forEach(
              mark -> {
                String value = byDigest.get(new Digest(mark.matchHigh(), mark.matchLow()));
                if (value != null) {
                  found.put(value, mark.runId());
                }
              });
    }
    return found;
  }

  @SqlQuery(
      """
      select match_high, match_low, run_id from create_mark
      where scope = :scope and match_high in (<highs>)
      """)
  List<Mark> marks(long scope, @BindList List<Long> highs);

  /** What may have been created, as it is stored. */
  record Mark(long matchHigh, long matchLow, String runId) {}

  /** The number by which known objects name a run. */
  @SqlQuery("select accepted_number from run where id = :runId")
  long number(String runId);
}
