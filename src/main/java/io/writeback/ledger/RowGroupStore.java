package io.writeback.ledger;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Groups of rows of one writeback that are being gathered, or wait for a run; none is lost in a
 * crash. One of them at most is being gathered.
 *
 * <p>Each has a number, higher than that of any before it, whatever the clock does.
 */
public final class RowGroupStore {
  private final LedgerStore store;
  private final String writeback;

  RowGroupStore(LedgerStore store, String writeback) {
    this.store = store;
    this.writeback = writeback;
  }

  /**
   * A group.
   *
   * @param key by which whoever gathers finds it
   * @param content as whoever gathers wrote it
   * @param number given by the ledger when the group begins; 0 until then
   */
  public record Group(String id, String key, String content, long number) {
    public Group(String id, String key, String content) {
      this(id, key, content, 0);
    }
  }

  /** Puts down a group that is being gathered, in place of what was known of it. */
  public void put(Group group) {
    write(group, false);
  }

  /** No row is added to a group any more. */
  public void close(Group group) {
    write(group, true);
  }

  private void write(Group group, boolean complete) {
    store.write(
        handle -> {
          int there =
              handle.execute(
                  "update row_group set group_key = ?, complete = ?, content = ?"
                      + " where id = ? and writeback = ?",
                  group.key(),
                  complete ? 1 : 0,
                  group.content(),
                  group.id(),
                  writeback);
          return there == 1
              ? there
              : handle.execute(
                  "insert into row_group (id, writeback, number, group_key, complete, content)"
                      + " values (?, ?, ?, ?, ?, ?)",
                  group.id(),
                  writeback,
                  nextNumber(handle),
                  group.key(),
                  complete ? 1 : 0,
                  group.content());
        });
  }

  /**
   * The time, or one more than the last number if that is not earlier: so that the numbers of a new
   * ledger are higher than those of the one that it replaces.
   */
  private long nextNumber(Handle handle) {
    handle.execute(
        "insert into row_group_number (writeback, last_number) values (?, ?)"
            + " on conflict (writeback) do update set last_number ="
            + " case when excluded.last_number > row_group_number.last_number"
            + " then excluded.last_number else row_group_number.last_number + 1 end",
        writeback,
        store.now(handle));
    return handle
        .createQuery("select last_number from row_group_number where writeback = ?")
        .bind(0, writeback)
        .mapTo(Long.class)
        .one();
  }

  /** The group that is being gathered. */
  public Optional<Group> open() {
    return store.read(handle -> one(select(handle, "complete = 0")));
  }

  /** A group that is complete. */
  public Optional<Group> complete(String id) {
    return store.read(handle -> one(select(handle, "complete = 1 and id = :id").bind("id", id)));
  }

  /** The ids of the groups that are complete, in the order in which they began. */
  public List<String> complete() {
    return store.read(
        handle -> select(handle, "complete = 1").map((row, context) -> row.getString("id")).list());
  }

  /** A group was taken over. */
  public void drop(String id) {
    store.write(
        handle ->
            handle.execute("delete from row_group where id = ? and writeback = ?", id, writeback));
  }

  private Query select(Handle handle, String condition) {
    return handle
        .createQuery(
            "select * from row_group where writeback = :writeback and "
                + condition
                + " order by number, id")
        .bind("writeback", writeback);
  }

  private static Optional<Group> one(Query query) {
    return query
        .map(
            (row, context) ->
                new Group(
                    row.getString("id"),
                    row.getString("group_key"),
                    row.getString("content"),
                    row.getLong("number")))
        .findOne();
  }

  /** The writebacks that have rows in a ledger which no run has yet. */
  static List<String> writebacks(LedgerStore store) {
    return store.read(
        handle ->
            handle
                .createQuery("select distinct writeback from row_group order by writeback")
                .mapTo(String.class)
                .list());
  }
}
