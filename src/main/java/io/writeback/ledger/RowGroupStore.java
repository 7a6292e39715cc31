package io.writeback.ledger;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.reflect.JdbiConstructor;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * Groups of row messages; none is lost in a crash. At most one of a writeback is being filled.
 *
 * <p>Each has a number, higher than that of any before it, whatever the clock does.
 */
public interface RowGroupStore {
  /**
   * A group.
   *
   * @param content the rows as JSON
   * @param rowCount how many they are
   * @param number given by the ledger when the group begins; 0 until then
   */
  record Group(String id, String content, int rowCount, long number) {
    @JdbiConstructor
    public Group {}

    public Group(String id, String content, int rowCount) {
      this(id, content, rowCount, 0);
    }
  }

  /**
   * Stores a group that is being filled, in place of its earlier content.
   *
   * @param before how many rows the ledger has of it, 0 for a group that begins
   * @return false if another process has added rows to the open group of the writeback, or closed
   *     it: nothing was stored
   */
  @Transaction
  default boolean put(String writeback, Group group, int before) {
    return write(writeback, group, before, false);
  }

  /** The same, and no row is added to the group any more. */
  @Transaction
  default boolean close(String writeback, Group group, int before) {
    return write(writeback, group, before, true);
  }

  private boolean write(String writeback, Group group, int before, boolean complete) {
    return before > 0
        ? update(writeback, group, complete, before)
        : insert(writeback, group, complete, nextNumber(writeback));
  }

  @SqlUpdate(
      """
      update row_group set complete = :complete, content = :content, row_count = :rowCount
      where id = :id and writeback = :writeback and complete = 0 and row_count = :before
      """)
  boolean update(String writeback, @BindMethods Group group, boolean complete, int before);

  @SqlUpdate(
      """
      insert into row_group (id, writeback, number, complete, row_count, content)
      values (:id, :writeback, :next, :complete, :rowCount, :content)
      on conflict do nothing
      """)
  boolean insert(String writeback, @BindMethods Group group, boolean complete, long next);

  /**
   * The time, or one more than the last number if that is not earlier: so that the numbers of a new
   * ledger are higher than those of the one that it replaces.
   */
  @SqlQuery(
      """
      insert into row_group_number (writeback, last_number) values (:writeback, :now)
      on conflict (writeback) do update set last_number =
        case when excluded.last_number > row_group_number.last_number
          then excluded.last_number else row_group_number.last_number + 1 end
      returning last_number
      """)
  long nextNumber(String writeback);

  /** The group that is being filled. */
  @SqlQuery("select * from row_group where writeback = :writeback and complete = 0")
  Optional<Group> open(String writeback);

  /** A group that is complete. */
  @SqlQuery("select * from row_group where writeback = :writeback and complete = 1 and id = :id")
  Optional<Group> complete(String writeback, String id);

  /** The ids of the groups that are complete, in the order in which they began. */
  @SqlQuery(
      """
      select id from row_group where writeback = :writeback and complete = 1 order by number, id
      """)
  List<String> complete(String writeback);

  /** A run has been accepted for a group. */
  @SqlUpdate("delete from row_group where id = :id and writeback = :writeback")
  void drop(String writeback, String id);

  /** The writebacks that have rows in groups which no run has yet. */
  @SqlQuery("select distinct writeback from row_group order by writeback")
  List<String> writebacks();
}
