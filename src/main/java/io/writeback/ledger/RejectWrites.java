package io.writeback.ledger;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.BatchChunkSize;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Updates of rejects and differences, in the caller's transaction. */
interface RejectWrites {
  int CHUNK = 1_000;

  /** Rejects of a batch, which are counted by their causes. */
  default void insert(String runId, List<RejectEntry> rejects) {
    insertEach(runId, rejects);
    Map<String, Found> causes = new LinkedHashMap<>();
    for (RejectEntry reject : rejects) {
      String key = String.join("\0", reject.code().id(), reject.column(), reject.cause());
      causes.merge(key, new Found(reject.row(), 1), Found::plus);
    }
    causes.forEach(
        (key, found) -> {
          String[] parts = key.split("\0", 3);
          count(runId, DigestUtils.sha256Hex(key), parts[0], parts[1], parts[2], found);
        });
  }

  /** Differences of a batch, which are counted by their fields. */
  default void insertDifferences(String runId, List<DifferenceEntry> differences) {
    insertEachDifference(runId, differences);
    Map<String, Found> fields = new LinkedHashMap<>();
    differences.forEach(one -> fields.merge(one.field(), new Found(one.row(), 1), Found::plus));
    fields.forEach((field, found) -> countDifference(runId, field, found));
  }

  /** How many there are of a kind, and the first of them. */
  record Found(long row, long count) {
    Found plus(Found other) {
      return new Found(Math.min(row, other.row), count + other.count);
    }
  }

  @SqlUpdate(
      """
      insert into reject_cause (run_id, digest, code, column_name, cause, found, example_row)
      values (:runId, :digest, :code, :column, :cause, :count, :row)
      on conflict (run_id, digest) do update set found = reject_cause.found + excluded.found,
        example_row = case when excluded.example_row < reject_cause.example_row
          then excluded.example_row else reject_cause.example_row end
      """)
  void count(
      String runId,
      String digest,
      String code,
      String column,
      String cause,
      @BindMethods Found found);

  @SqlUpdate(
      """
      insert into difference_cause (run_id, field, found, example_row)
      values (:runId, :field, :count, :row)
      on conflict (run_id, field) do update set found = difference_cause.found + excluded.found,
        example_row = case when excluded.example_row < difference_cause.example_row
          then excluded.example_row else difference_cause.example_row end
      """)
  void countDifference(String runId, String field, @BindMethods Found found);

  @SqlBatch(
      """
      insert into reject (run_id, row_number, row_key, code, column_name, reason, cause, state)
      values (:runId, :row, :key, :code, :column, :reason, :cause, 'OPEN')
      """)
  void insertEach(String runId, @BindMethods List<RejectEntry> rejects);

  @SqlBatch(
      """
      insert into difference (run_id, row_number, row_key, field, sent, found)
      values (:runId, :row, :key, :field, :sent, :found)
      """)
  void insertEachDifference(String runId, @BindMethods List<DifferenceEntry> differences);

  /** Closes the rejects of rows that were written; in the transaction of their account. */
  default void close(String runId, List<WrittenRow> written) {
    List<String> keys =
        written.stream().map(WrittenRow::key).filter(key -> !key.isEmpty()).distinct().toList();
    if (!keys.isEmpty()) {
      closeByKey(runId, keys);
    }
    if (!written.isEmpty()) {
      closeByOrigin(runId, written.stream().map(WrittenRow::row).toList());
    }
  }

  /**
   * The rows of a replay are as old as the run that it goes back to: a reject of a newer run stays
   * open.
   */
  @SqlUpdate(
      """
      update reject set state = 'SUPERSEDED', superseded_by = :runId
      where state = 'OPEN' and row_key in (<keys>)
        and exists (
          select 1 from run as own
          join run as source on source.id = (
            with recursive line (id, parent) as (
              select id, parent from run where id = :runId
              union all select run.id, run.parent from run join line on run.id = line.parent)
            select id from line where parent is null)
          join run as earlier on earlier.id = reject.run_id and earlier.target = own.target
          where own.id = :runId and earlier.id <> own.id
            and earlier.rows_number <= source.rows_number)
      """)
  void closeByKey(String runId, @BindList List<String> keys);

  @SqlUpdate(
      """
      update reject set state = 'SUPERSEDED', superseded_by = :runId
      where state = 'OPEN' and (run_id, row_number) in (
        select from_run, from_row from replay_row
        where replay_row.run_id = :runId and replay_row.row_number in (<rows>))
      """)
  void closeByOrigin(String runId, @BindList List<Long> rows);

  /**
   * Records where the rows of a replay come from.
   *
   * @param rows for each of its rows in their order, the row of the parent
   */
  default void descend(String runId, String parent, LongStream rows) {
    descend(runId, LongStream.iterate(1, row -> row + 1).iterator(), parent, rows.iterator());
    descendFurther(runId);
  }

  @SqlBatch("insert into replay_row values (:runId, :row, :parent, :parentRow)")
  @BatchChunkSize(CHUNK)
  void descend(String runId, Iterator<Long> row, String parent, Iterator<Long> parentRow);

  /** What the rows of the parent come from, those of the replay come from too. */
  @SqlUpdate(
      """
      insert into replay_row (run_id, row_number, from_run, from_row)
      select own.run_id, own.row_number, before.from_run, before.from_row
      from replay_row as own join replay_row as before
        on before.run_id = own.from_run and before.row_number = own.from_row
      where own.run_id = :runId
      """)
  void descendFurther(String runId);
}
