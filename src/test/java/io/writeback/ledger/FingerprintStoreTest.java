package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintStoreTest {
  private static final FingerprintScope SCOPE = scope("w", "https://a", "t", "ID");

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-03-01T02:00:00Z");
  private Ledger ledger;
  private FingerprintStore fingerprints;
  private int batches;

  @BeforeEach
  void open() {
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), () -> now);
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

  private void confirm(FingerprintGeneration generation, Map<String, String> confirmed) {
    BatchIntent intent = intent();
    Batches.intend(ledger, intent, 1);
    Batches.settle(
        ledger,
        confirmed(intent),
        1,
        true,
        new FingerprintChange(generation, List.of(), confirmed),
        List.of());
  }

  private long stored() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        ResultSet count =
            connection.createStatement().executeQuery("select count(*) from fingerprint")) {
      return count.getLong(1);
    }
  }

  @Test
  void are_stored_with_the_account_of_a_batch() {
    FingerprintGeneration generation = fingerprints.beginChanged(SCOPE);
    confirm(generation, Map.of("a", "1", "b", "2"));

    assertThat(fingerprints.find(generation, List.of("a", "b", "c")))
        .isEqualTo(Map.of("a", "1", "b", "2"));
  }

  @Test
  void are_replaced_by_the_next_that_is_confirmed() {
    FingerprintGeneration generation = fingerprints.beginChanged(SCOPE);
    confirm(generation, Map.of("a", "1"));
    confirm(generation, Map.of("a", "2"));

    assertThat(fingerprints.find(generation, List.of("a"))).isEqualTo(Map.of("a", "2"));
  }

  @Test
  void are_deleted_with_the_intent_of_a_batch() {
    FingerprintGeneration generation = fingerprints.beginChanged(SCOPE);
    confirm(generation, Map.of("a", "1", "b", "2"));
    Batches.intend(ledger, intent(), 1, new FingerprintChange(generation, List.of("a"), Map.of()));

    assertThat(fingerprints.find(generation, List.of("a", "b"))).isEqualTo(Map.of("b", "2"));
  }

  @Test
  void stay_as_they_were_if_the_intent_cannot_be_written() {
    FingerprintGeneration generation = fingerprints.beginChanged(SCOPE);
    confirm(generation, Map.of("a", "1"));
    FingerprintChange change = new FingerprintChange(generation, List.of("a"), Map.of());

    assertThatThrownBy(() -> Batches.intend(ledger, intent(), 99, change))
        .isInstanceOf(LedgerException.class);
    assertThat(fingerprints.find(generation, List.of("a"))).containsKey("a");
  }

  @Test
  void stay_as_they_were_if_the_account_cannot_be_written() {
    FingerprintGeneration generation = fingerprints.beginChanged(SCOPE);
    BatchIntent intent = intent();
    Batches.intend(ledger, intent, 1);
    FingerprintChange change = new FingerprintChange(generation, List.of(), Map.of("a", "1"));

    assertThatThrownBy(() -> Batches.settle(ledger, confirmed(intent), 99, true, change, List.of()))
        .isInstanceOf(LedgerException.class);
    assertThat(fingerprints.find(generation, List.of("a"))).isEmpty();
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
      assertThat(fingerprints.find(fingerprints.beginChanged(other), List.of("a")))
          .as(other.toString())
          .isEmpty();
    }
  }

  @Test
  void are_forgotten_by_a_run_that_sends_every_row() {
    FingerprintGeneration before = fingerprints.beginChanged(SCOPE);
    confirm(before, Map.of("a", "1"));
    fingerprints.complete(before);

    FingerprintGeneration after = fingerprints.beginFull(SCOPE);

    assertThat(fingerprints.find(after, List.of("a"))).isEmpty();
    assertThat(fingerprints.lastComplete(SCOPE)).isEmpty();
  }

  @Test
  void are_forgotten_by_a_run_of_the_same_writeback_that_keeps_none() {
    confirm(fingerprints.beginChanged(SCOPE), Map.of("a", "1"));

    fingerprints.forget("w", "t");

    assertThat(fingerprints.find(fingerprints.beginChanged(SCOPE), List.of("a"))).isEmpty();
  }

  @Test
  void are_not_forgotten_by_a_run_on_another_target() {
    confirm(fingerprints.beginChanged(SCOPE), Map.of("a", "1"));

    fingerprints.forget("w", "u");
    fingerprints.forget("v", "t");

    assertThat(fingerprints.find(fingerprints.beginChanged(SCOPE), List.of("a"))).isNotEmpty();
  }

  @Test
  void an_old_run_that_resumes_deletes_what_a_later_one_knows_and_is_not_trusted() {
    FingerprintGeneration old = fingerprints.beginChanged(SCOPE);
    FingerprintGeneration later = fingerprints.beginFull(SCOPE);
    confirm(later, Map.of("a", "1", "b", "2"));

    Batches.intend(ledger, intent(), 1, new FingerprintChange(old, List.of("a"), Map.of()));
    confirm(old, Map.of("b", "3"));

    assertThat(fingerprints.find(later, List.of("a", "b"))).isEmpty();
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
    assertThat(fingerprints.find(generation, List.of("key 1", "key 2", "key 3"))).hasSize(2);
  }

  @Test
  void tell_how_long_ago_the_last_run_that_sent_every_row_was_complete() {
    Instant completed = now;
    fingerprints.complete(fingerprints.beginFull(SCOPE));
    now = now.plus(Duration.ofHours(5));

    assertThat(fingerprints.lastComplete(SCOPE))
        .contains(new FingerprintStore.Completed(completed, Duration.ofHours(5)));
  }

  @Test
  void do_not_take_a_run_for_complete_that_a_later_one_replaced() {
    FingerprintGeneration old = fingerprints.beginFull(SCOPE);
    fingerprints.beginFull(SCOPE);

    fingerprints.complete(old);

    assertThat(fingerprints.lastComplete(SCOPE)).isEmpty();
  }
}
