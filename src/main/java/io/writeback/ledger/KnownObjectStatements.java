package io.writeback.ledger;

import io.writeback.rows.Digest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** The statements of which a run executes one for each of its rows. */
final class KnownObjectStatements {
  /** An object that is written without a match value keeps the one that it has. */
  private static final String WRITTEN =
      """
      insert into known_object (scope, key_high, key_low, run) values (?, ?, ?, ?)
      on conflict (scope, key_high, key_low) do update set run = excluded.run
      """;

  private static final String MATCHED =
      """
      insert into known_object (scope, key_high, key_low, run, match_high, match_low)
      values (?, ?, ?, ?, ?, ?)
      on conflict (scope, key_high, key_low) do update
      set run = excluded.run, match_high = excluded.match_high, match_low = excluded.match_low
      """;

  private static final String RELEASED =
      "update known_object set run = null where scope = ? and key_high = ? and key_low = ?";

  private static final String GONE =
      "delete from known_object where scope = ? and key_high = ? and key_low = ?";

  private static final String AFTER =
      """
      select key_high, key_low, coalesce(match_high, 0), coalesce(match_low, 0), run
      from known_object
      where scope = ? and (key_high, key_low) > (?, ?) and run is not null
      order by key_high, key_low limit ?
      """;

  private final SqlStores stores;

  KnownObjectStatements(SqlStores stores) {
    this.stores = stores;
  }

  /** What a batch does to the known objects, in the transaction of its account. */
  void apply(KnownChange change) {
    Handle handle = stores.getHandle();
    long scope = change.scope();
    LongStatements.batch(
        handle,
        WRITTEN,
        written(change, false)
            .map(
                object -> new long[] {scope, object.key().high(), object.key().low(), object.run()})
            .toList());
    LongStatements.batch(
        handle,
        MATCHED,
        written(change, true)
            .map(
                object ->
                    new long[] {
                      scope,
                      object.key().high(),
                      object.key().low(),
                      object.run(),
                      object.match().high(),
                      object.match().low()
                    })
            .toList());
    LongStatements.batch(handle, RELEASED, keys(scope, change.released()));
    LongStatements.batch(handle, GONE, keys(scope, change.gone()));
  }

  private static Stream<KnownObject> written(KnownChange change, boolean matched) {
    return change.written().stream()
        .filter(object -> object.match().equals(Digest.NONE) != matched);
  }

  private static List<long[]> keys(long scope, List<Digest> keys) {
    return keys.stream().map(key -> new long[] {scope, key.high(), key.low()}).toList();
  }

  /** The next objects that a run wrote, in the order of their keys. */
  List<KnownObject> after(KnownScope scope, Digest key, int most) {
    return stores.reading(handle -> after(handle, scope.id(), key, most));
  }

  private static List<KnownObject> after(Handle handle, long scope, Digest key, int most) {
    try (PreparedStatement statement = handle.getConnection().prepareStatement(AFTER)) {
      LongStatements.set(statement, scope, key.high(), key.low(), most);
      List<KnownObject> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(
              new KnownObject(
                  new Digest(rows.getLong(1), rows.getLong(2)),
                  new Digest(rows.getLong(3), rows.getLong(4)),
                  rows.getLong(5)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }
}
