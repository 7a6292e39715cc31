package io.writeback.ledger;

import java.util.List;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;

/** Records what became of objects whose rows are gone, in the transaction of their account. */
interface GoneObjectWrites {
  @SqlBatch(
      """
      insert into gone_object (run_id, row_number, row_key, outcome, code, reason)
      values (:runId, :row, :key, :outcome, :code, :reason)
      """)
  void insert(String runId, @BindMethods List<GoneObject> objects);
}
