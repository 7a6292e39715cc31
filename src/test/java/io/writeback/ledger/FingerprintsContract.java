package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.rows.Digest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What destinations have confirmed, in the ledger. */
abstract class FingerprintsContract {
  static final FingerprintScope SCOPE = scope("w", "https://a", "t", "ID");

  Ledger ledger;
  FingerprintStore fingerprints;
  private int batches;

  abstract LedgerAddress address();

  InstantSource clock() {
    return InstantSource.system();
  }

  abstract Connection connection() throws SQLException;

  @BeforeEach
  void open() {
    ledger = Ledger.open(address(), clock());
    fingerprints = ledger.fingerprints();
    ledger.requests().accept(RunRequest.of("run", "key", "w"));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static FingerprintScope scope(
      String writeback, String account, String target, String keyColumn) {
    return new FingerprintScope(writeback, account, target, keyColumn);
  }

  private BatchIntent intent() {
    batches++;
    return new BatchIntent("run", batches, batches, batches, 1, 0, 0, "");
  }

  private static BatchAccount confirmed(BatchIntent intent) {
    return new BatchAccount(intent, 1, 0, 0, 0, List.of(), List.of(), 1, 1, 10, false);
  }

  /**
   * Confirms records.
   *
   * @param confirmed key to a record
   */
  private void confirm(FingerprintGeneration generation, Map<String, String> confirmed) {
    BatchIntent intent = intent();
    Batches.intend(ledger, intent, 1);
    Batches.settle(
        ledger, confirmed(intent), 1, true, change(generation, List.of(), confirmed), List.of());
  }

  private static FingerprintChange change(
      FingerprintGeneration generation, List<String> forgotten, Map<String, String> confirmed) {
    return new FingerprintChange(
        generation,
        forgotten.stream().map(Digest::of).toList(),
        confirmed.entrySet().stream()
            .map(
                one ->
                    new ConfirmedKey(
                        Digest.of(one.getKey()), Digest.of(one.getValue()), source(one.getValue())))
            .toList());
  }

  private static Digest source(String record) {
    return Digest.of("source of " + record);
  }

  private static ConfirmedKey known(String key, String record) {
    return new ConfirmedKey(Digest.of(key), Digest.of(record), source(record));
  }

  /** All that is known, read two at a time. */
  private List<ConfirmedKey> all(FingerprintGeneration generation) {
    List<ConfirmedKey> all = new ArrayList<>();
    Digest last = FingerprintStore.BEGINNING;
    List<ConfirmedKey> some = fingerprints.after(generation, last, 2);
    while (!some.isEmpty()) {
      assertThat(some).hasSizeLessThanOrEqualTo(2);
      all.addAll(some);
      last = some.get(some.size() - 1).key();
      some = fingerprints.after(generation, last, 2);
    }
    return all;
  }

  private long stored() throws SQLException {
    try (Connection connection = connection();
        ResultSet count =
            connection.createStatement().executeQuery("select count(*) from fingerprint")) {
      count.next();
      return count.getLong(1);
    }
  }

  @Test
  void are_stored_with_the_account_of_a_batch() {
    FingerprintGeneration generation = fingerprints.beginChanged(SCOPE);
    confirm(generation, Map.of("a", "1", "b", "2"));

    assertThat(all(generation)).containsExactlyInAnyOrder(known("a", "1"), known("b", "2"));
  }

  @Test
  void are_read_in_the_order_of_their_keys_some_at_a_time() {
    FingerprintGeneration generation = fingerprints.beginChanged(SCOPE);
    Map<String, String> many = new HashMap<>();
    for (int key = 0; key < 101; key++) {
      many.put("key " + key, "record " + key);
    }
    confirm(generation, many);
    // A neighbour on each side.
    confirm(fingerprints.beginChanged(scope("v", "https://a", "t", "ID")), many);
    confirm(fingerprints.beginChanged(scope("x", "https://a", "t", "ID")), many);

    assertThat(all(generation))
        .isSortedAccordingTo(
            Comparator.comparingLong((ConfirmedKey one) -> one.key().high())
                .thenComparingLong(one -> one.key().low()))
        .containsExactlyInAnyOrderElementsOf(
            many.entrySet().stream().map(one -> known(one.getKey(), one.getValue())).toList());
  }

  @Test
  void are_replaced_by_the_next_that_is_confirmed() {
    FingerprintGeneration generation = fingerprints.beginChanged(SCOPE);
    confirm(generation, Map.of("a", "1"));
    confirm(generation, Map.of("a", "2"));

    assertThat(all(generation)).containsExactly(known("a", "2"));
  }

  @Test
  void are_deleted_with_the_intent_of_a_batch() {
    FingerprintGeneration generation = fingerprints.beginChanged(SCOPE);
    confirm(generation, Map.of("a", "1", "b", "2"));
    Batches.intend(ledger, intent(), 1, change(generation, List.of("a"), Map.of()));

    assertThat(all(generation)).containsExactly(known("b", "2"));
  }

  @Test
  void stay_as_they_were_if_the_intent_cannot_be_written() {
    FingerprintGeneration generation = fingerprints.beginChanged(SCOPE);
    confirm(generation, Map.of("a", "1"));
    FingerprintChange change = change(generation, List.of("a"), Map.of());

    assertThatThrownBy(() -> Batches.intend(ledger, intent(), 99, change))
        .isInstanceOf(LedgerException.class);
    assertThat(all(generation)).containsExactly(known("a", "1"));
  }

  @Test
  void stay_as_they_were_if_the_account_cannot_be_written() {
    FingerprintGeneration generation = fingerprints.beginChanged(SCOPE);
    BatchIntent intent = intent();
    Batches.intend(ledger, intent, 1);
    FingerprintChange change = change(generation, List.of(), Map.of("a", "1"));

    assertThatThrownBy(() -> Batches.settle(ledger, confirmed(intent), 99, true, change, List.of()))
        .isInstanceOf(LedgerException.class);
    assertThat(all(generation)).isEmpty();
  }

  @Test
  void belong_to_their_scope() {
    confirm(fingerprints.beginChanged(SCOPE), Map.of("a", "1"));

    for (FingerprintScope other :
        List.of(
            scope("v", "https://a", "t", "ID"),
            scope("w", "https://b", "t", "ID"),
            scope("w", "https://a", "u", "ID"),
            scope("w", "https://a", "t", "Other"))) {
      assertThat(all(fingerprints.beginChanged(other))).as(other.toString()).isEmpty();
    }
  }

  @Test
  void are_forgotten_by_a_run_that_sends_every_row() {
    FingerprintGeneration before = fingerprints.beginChanged(SCOPE);
    confirm(before, Map.of("a", "1"));
    fingerprints.complete(before);

    FingerprintGeneration after = fingerprints.beginFull(SCOPE);

    assertThat(all(after)).isEmpty();
    assertThat(fingerprints.lastComplete(SCOPE)).isEmpty();
  }

  @Test
  void are_forgotten_by_a_run_of_the_same_writeback_that_keeps_none() {
    confirm(fingerprints.beginChanged(SCOPE), Map.of("a", "1"));

    fingerprints.forget("w", "t");

    assertThat(all(fingerprints.beginChanged(SCOPE))).isEmpty();
  }

  @Test
  void are_not_forgotten_by_a_run_on_another_target() {
    confirm(fingerprints.beginChanged(SCOPE), Map.of("a", "1"));

    fingerprints.forget("w", "u");
    fingerprints.forget("v", "t");

    assertThat(all(fingerprints.beginChanged(SCOPE))).isNotEmpty();
  }

  @Test
  void an_old_run_that_resumes_deletes_what_a_later_one_knows_and_is_not_trusted() {
    FingerprintGeneration old = fingerprints.beginChanged(SCOPE);
    FingerprintGeneration later = fingerprints.beginFull(SCOPE);
    confirm(later, Map.of("a", "1", "b", "2"));

    Batches.intend(ledger, intent(), 1, change(old, List.of("a"), Map.of()));
    confirm(old, Map.of("b", "3"));

    assertThat(all(later)).isEmpty();
  }

  @Test
  void of_forgotten_keys_are_deleted_when_a_run_that_sent_every_row_is_complete()
      throws SQLException {
    Map<String, String> many = new HashMap<>();
    for (int key = 0; key < 25_000; key++) {
      many.put("key " + key, "1");
    }
    confirm(fingerprints.beginChanged(SCOPE), many);
    FingerprintGeneration generation = fingerprints.beginFull(SCOPE);
    confirm(generation, Map.of("key 1", "2", "key 2", "2"));

    fingerprints.complete(generation);

    assertThat(stored()).isEqualTo(2);
    assertThat(all(generation)).hasSize(2);
  }

  @Test
  void do_not_take_a_run_for_complete_that_a_later_one_replaced() {
    FingerprintGeneration old = fingerprints.beginFull(SCOPE);
    fingerprints.beginFull(SCOPE);

    fingerprints.complete(old);

    assertThat(fingerprints.lastComplete(SCOPE)).isEmpty();
  }
}
