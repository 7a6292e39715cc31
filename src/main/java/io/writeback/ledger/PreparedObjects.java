package io.writeback.ledger;

import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** The objects that runs prepared. */
public interface PreparedObjects {
  int PAGE = 1_000;

  /** How many objects a run prepared. */
  @SqlQuery("select count(*) from prepared_object where run_id = :runId")
  long count(String runId);

  /** Hands over the objects that a run prepared, in the order of their rows. */
  default void each(String runId, Consumer<PreparedObject> consumer) {
    List<PreparedObject> page = page(runId, 0, PAGE);
    page.forEach(consumer);
    while (page.size() == PAGE) {
      page = page(runId, page.get(PAGE - 1).row(), PAGE);
      page.forEach(consumer);
    }
  }

  @SqlQuery(
      """
      select row_number as row, object_key as key from prepared_object
      where run_id = :runId and row_number > :after order by row_number limit :most
      """)
  List<PreparedObject> page(String runId, long after, int most);

  /** A batch that stays open may prepare the same objects once more. */
  @SqlBatch(
      """
      insert into prepared_object (run_id, row_number, object_key) values (:runId, :row, :key)
      on conflict (run_id, row_number) do nothing
      """)
  void insert(String runId, @BindMethods List<PreparedObject> prepared);
}
