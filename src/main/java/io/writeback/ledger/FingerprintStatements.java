package io.writeback.ledger;

import io.writeback.rows.Digest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * The statements of which a run executes one for each of its rows, by JDBC itself; see {@link
 * BatchStatements}.
 */
final class FingerprintStatements {
  /**
   * Later generations too: an old run that is resumed overwrites those values. Earlier ones are
   * forgotten already, and to leave them halves the work of a run that sends every row.
   */
  private static final String FORGET =
      """
      delete from fingerprint
      where scope = ? and key_high = ? and key_low = ? and generation >= ?
      """;

  private static final String CONFIRM =
      """
      insert into fingerprint (scope, key_high, key_low, generation, record_high, record_low,
        source_high, source_low)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (scope, key_high, key_low) do update
      set generation = excluded.generation, record_high = excluded.record_high,
        record_low = excluded.record_low, source_high = excluded.source_high,
        source_low = excluded.source_low
      """;

  private static final String AFTER =
      """
      select key_high, key_low, record_high, record_low, source_high, source_low
      from fingerprint
      where scope = ? and (key_high, key_low) > (?, ?) and generation = ?
      order by key_high, key_low limit ?
      """;

  private final SqlStores stores;

  FingerprintStatements(SqlStores stores) {
    this.stores = stores;
  }

  /** What a batch does to the fingerprints, in the transaction of its intent or of its account. */
  void apply(FingerprintChange change) {
    FingerprintGeneration of = change.generation();
    LongStatements.batch(
        stores.getHandle(),
        FORGET,
        change.forgotten().stream()
            .map(key -> new long[] {of.scope(), key.high(), key.low(), of.generation()})
            .toList());
    LongStatements.batch(
        stores.getHandle(),
        CONFIRM,
        change.confirmed().stream()
            .map(
                one ->
                    new long[] {
                      of.scope(),
                      one.key().high(),
                      one.key().low(),
                      of.generation(),
                      one.record().high(),
                      one.record().low(),
                      one.source().high(),
                      one.source().low()
                    })
            .toList());
  }

  /** The next fingerprints of a generation, in the order of the digests of their keys. */
  List<ConfirmedKey> after(FingerprintGeneration generation, Digest key, int most) {
    return stores.reading(handle -> after(handle, generation, key, most));
  }

  private static List<ConfirmedKey> after(
      Handle handle, FingerprintGeneration of, Digest key, int most) {
    try (PreparedStatement statement = handle.getConnection().prepareStatement(AFTER)) {
      LongStatements.set(statement, of.scope(), key.high(), key.low(), of.generation(), most);
      List<ConfirmedKey> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(
              new ConfirmedKey(
                  new Digest(rows.getLong(1), rows.getLong(2)),
                  new Digest(rows.getLong(3), rows.getLong(4)),
                  new Digest(rows.getLong(5), rows.getLong(6))));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }
}
