package io.writeback.ledger;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Groups of rows of one writeback that are being gathered, or wait for a run; none is lost in a
 * crash. One of them at most is being gathered.
 */
public final class RowGroups {
  private final LedgerStore store;
  private final String writeback;

  RowGroups(LedgerStore store, String writeback) {
    this.store = store;
    this.writeback = writeback;
  }

  /**
   * A group.
   *
   * @param key by which whoever gathers finds it
   * @param content as whoever gathers wrote it
   */
  public record Group(String id, String key, String content) {}

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
        handle ->
            handle.execute(
                "insert into row_group (id, writeback, group_key, complete, content)"
                    + " values (?, ?, ?, ?, ?)"
                    + " on conflict (id) do update set group_key = excluded.group_key,"
                    + " complete = excluded.complete, content = excluded.content",
                group.id(),
                writeback,
                group.key(),
                complete ? 1 : 0,
                group.content()));
  }

  /** The group that is being gathered. */
  public Optional<Group> open() {
    return store.read(handle -> one(select(handle, "complete = 0")));
  }

  /** A group that is complete. */
  public Optional<Group> complete(String id) {
    return store.read(handle -> one(select(handle, "complete = 1 and id = :id").bind("id", id)));
  }

  /** The ids of the groups that are complete. */
  public List<String> complete() {
    return store.read(
        handle ->
            select(handle, "complete = 1").map((row, context) -> row.getString("id")).list());
  }

  /** A group was taken over. */
  public void drop(String id) {
    store.write(
        handle ->
            handle.execute("delete from row_group where id = ? and writeback = ?", id, writeback));
  }

  private Query select(Handle handle, String condition) {
    return handle
        .createQuery("select * from row_group where writeback = :writeback and " + condition)
        .bind("writeback", writeback);
  }

  private static Optional<Group> one(Query query) {
    return query
        .map(
            (row, context) ->
                new Group(
                    row.getString("id"), row.getString("group_key"), row.getString("content")))
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
