package io.writeback.ledger;

import io.writeback.rows.Digest;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** The objects that runs created, and what may be created without an answer that says so. */
public interface CreatedObjects {
  int PAGE = 1_000;

  /** How many objects a run created. */
  @SqlQuery("select count(*) from created_object where run_id = :runId")
  long count(String runId);

  /** Hands over the objects that a run created, in the order of their rows. */
  default void each(String runId, Consumer<CreatedEntry> consumer) {
    List<CreatedEntry> page = page(runId, 0, PAGE);
    page.forEach(consumer);
    while (page.size() == PAGE) {
      page = page(runId, page.get(PAGE - 1).row(), PAGE);
      page.forEach(consumer);
    }
  }

  @SqlQuery(
      """
      select row_number as row, match_value as match, object_key as key from created_object
      where run_id = :runId and row_number > :after order by row_number limit :most
      """)
  List<CreatedEntry> page(String runId, long after, int most);

  @SqlBatch(
      """
      insert into created_object (run_id, row_number, match_value, object_key)
      values (:runId, :row, :match, :key)
      """)
  void insert(String runId, @BindMethods List<CreatedEntry> created);

  /** What a batch does to the marks, in the transaction of its intent or its account. */
  default void apply(String runId, CreateMarks marks) {
    if (!marks.begun().isEmpty()) {
      begin(
          marks.scope(),
          runId,
          marks.begun().stream().map(one -> one.match().high()).toList(),
          marks.begun().stream().map(one -> one.match().low()).toList(),
          marks.begun().stream().map(CreateMarks.Begun::row).toList());
    }
    if (!marks.ended().isEmpty()) {
      end(
          marks.scope(),
          marks.ended().stream().map(Digest::high).toList(),
          marks.ended().stream().map(Digest::low).toList());
    }
  }

  @SqlBatch(
      """
      insert into create_mark (scope, match_high, match_low, run_id, row_number)
      values (:scope, :high, :low, :runId, :row)
      on conflict (scope, match_high, match_low) do update
      set run_id = excluded.run_id, row_number = excluded.row_number
      """)
  void begin(long scope, String runId, List<Long> high, List<Long> low, List<Long> row);

  @SqlBatch(
      "delete from create_mark where scope = :scope and match_high = :high and match_low = :low")
  void end(long scope, List<Long> high, List<Long> low);
}
