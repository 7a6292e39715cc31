package io.writeback.ledger;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Groups of rows that are being gathered, or wait for a run; none is lost in a crash. */
public final class RowGroups {
  private final LedgerStore store;

  RowGroups(LedgerStore store) {
    this.store = store;
  }

  /**
   * A group.
   *
   * @param content as whoever gathers wrote it
   */
  public record Group(String id, String key, String content) {}

  /** Puts down a group that is being gathered, in place of what was known of it. */
  public void put(Group group) {
    store.write(
        handle ->
            handle.execute(
                "insert into row_group (id, group_key, complete, content) values (?, ?, 0, ?)"
                    + " on conflict (id) do update set content = excluded.content",
                group.id(),
                group.key(),
                group.content()));
  }

  /** The group of a key that is being gathered. */
  public Optional<Group> open(String key) {
    return one("select * from row_group where complete = 0 and group_key = ?", key);
  }

  /** A group that is complete. */
  public Optional<Group> complete(String id) {
    return one("select * from row_group where complete = 1 and id = ?", id);
  }

  /** No row is added to a group any more. */
  public void close(Group group) {
    store.write(
        handle ->
            handle.execute(
                "insert into row_group (id, group_key, complete, content) values (?, ?, 1, ?)"
                    + " on conflict (id) do update set complete = 1, content = excluded.content",
                group.id(),
                group.key(),
                group.content()));
  }

  /** A group was taken over. */
  public void drop(String id) {
    store.write(handle -> handle.execute("delete from row_group where id = ?", id));
  }

  /** The keys of groups that are being gathered. */
  public Set<String> keys() {
    return texts("select group_key from row_group where complete = 0");
  }

  /** The ids of groups that are complete. */
  public Set<String> complete() {
    return texts("select id from row_group where complete = 1");
  }

  private Set<String> texts(String sql) {
    return store.read(handle -> Set.copyOf(handle.createQuery(sql).mapTo(String.class).list()));
  }

  private Optional<Group> one(String sql, String value) {
    Function<Handle, Optional<Group>> work =
        handle ->
            handle
                .createQuery(sql)
                .bind(0, value)
                .map(
                    (row, context) ->
                        new Group(
                            row.getString("id"),
                            row.getString("group_key"),
                            row.getString("content")))
                .findOne();
    return store.read(work);
  }
}
