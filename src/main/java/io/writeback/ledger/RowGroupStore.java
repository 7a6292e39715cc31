package io.writeback.ledger;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.JdbiConstructor;

/**
 * Groups of the row messages of one writeback, at most one of which is being filled; none is lost
 * in a crash.
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
   * @param content the rows as JSON
   * @param number given by the ledger when the group begins; 0 until then
   */
  public record Group(String id, String content, long number) {
    @JdbiConstructor
    public Group {}

    public Group(String id, String content) {
      this(id, content, 0);
    }
  }

  /** Stores a group that is being filled, in place of its earlier content. */
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
                  "update row_group set complete = ?, content = ? where id = ? and writeback = ?",
                  complete,
                  group.content(),
                  group.id(),
                  writeback);
          return there == 1
              ? there
              : handle.execute(
                  "insert into row_group (id, writeback, number, complete, content)"
                      + " values (?, ?, ?, ?, ?)",
                  group.id(),
                  writeback,
                  nextNumber(handle),
                  complete,
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
        .select("select last_number from row_group_number where writeback = ?", writeback)
        .mapTo(Long.class)
        .one();
  }

  /** The group that is being filled. */
  public Optional<Group> open() {
    return store.find(
        Group.class, "select * from row_group where writeback = ? and complete = 0", writeback);
  }

  /** A group that is complete. */
  public Optional<Group> complete(String id) {
    return store.find(
        Group.class,
        "select * from row_group where writeback = ? and complete = 1 and id = ?",
        writeback,
        id);
  }

  /** The ids of the groups that are complete, in the order in which they began. */
  public List<String> complete() {
    return store.list(
        String.class,
        "select id from row_group where writeback = ? and complete = 1 order by number, id",
        writeback);
  }

  /** A run has been accepted for a group. */
  public void drop(String id) {
    store.execute("delete from row_group where id = ? and writeback = ?", id, writeback);
  }

  /** The writebacks that have rows in groups without a run. */
  static List<String> writebacks(LedgerStore store) {
    return store.list(String.class, "select distinct writeback from row_group order by writeback");
  }
}
