package io.writeback.ledger;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Which files of runs are in the storage that machines share. */
public interface RunFileStore {
  /** The files of a run. */
  @SqlQuery("select name, bytes, sha256 from run_file where run_id = :runId order by name")
  List<RunFile> of(String runId);

  /**
   * A file of a run is in the storage as it is now.
   *
   * @param sha256 null if the process only begins to write it
   */
  @SqlUpdate(
      """
      insert into run_file (run_id, name, bytes, sha256)
      select id, :name, :bytes, cast(:sha256 as varchar(64)) from run
      where id = :runId and epoch = :epoch
      on conflict (run_id, name) do update set bytes = excluded.bytes, sha256 = excluded.sha256
      """)
  void put(@Fenced String runId, long epoch, String name, long bytes, String sha256);

  /** The same of a run that is to be accepted with it. */
  @SqlUpdate(
      """
      insert into run_file (run_id, name, bytes, sha256) values (:runId, :name, :bytes, :sha256)
      on conflict (run_id, name) do update set bytes = excluded.bytes, sha256 = excluded.sha256
      """)
  void offer(String runId, String name, long bytes, String sha256);

  /** A file is not in the storage any more. */
  @SqlUpdate("delete from run_file where run_id = :runId and name = :name")
  void forget(String runId, String name);
}
