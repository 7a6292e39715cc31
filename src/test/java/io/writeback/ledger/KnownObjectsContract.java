package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.problem.Code;
import io.writeback.rows.Digest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The objects that writebacks have written, in the ledger. */
abstract class KnownObjectsContract {
  private static final KnownScope SCOPE = new KnownScope("w", "https://a", "t");

  Ledger ledger;
  private KnownObjectStore known;
  private long run;
  private int batches;

  abstract LedgerAddress address();

  @BeforeEach
  void open() {
    ledger = Ledger.open(address(), InstantSource.system());
    known = ledger.knownObjects();
    ledger.requests().accept(RunRequest.of("run", "key", "w"));
    run = known.number("run");
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static Digest id(long low) {
    return new Digest(7, low);
  }

  private KnownObject written(long low) {
    return new KnownObject(id(low), Digest.NONE, run);
  }

  private KnownObject written(long low, String match) {
    return new KnownObject(id(low), Digest.of(match), run);
  }

  private void settle(KnownScope scope, List<KnownObject> written) {
    settle(new KnownChange(scope.id(), written, List.of(), List.of()), 1);
  }

  private void settle(KnownChange change, long epoch) {
    batches++;
    BatchIntent intent = new BatchIntent("run", batches, batches, batches, 1, 0, 0, "");
    Batches.intend(ledger, intent, 1);
    ledger
        .batches()
        .settle(
            new BatchAccount(intent, 1, 0, 0, 0, List.of(), List.of(), 1, 1, 10, false),
            epoch,
            FingerprintChange.NONE,
            change,
            List.of(),
            new byte[0]);
  }

  /** All of a scope, read two at a time. */
  private List<KnownObject> all(KnownScope scope) {
    List<KnownObject> all = new ArrayList<>();
    Digest last = FingerprintStore.BEGINNING;
    List<KnownObject> some = known.after(scope, last, 2);
    while (!some.isEmpty()) {
      assertThat(some).hasSizeLessThanOrEqualTo(2);
      all.addAll(some);
      last = some.get(some.size() - 1).key();
      some = known.after(scope, last, 2);
    }
    return all;
  }

  @Test
  void are_read_some_at_a_time_in_the_order_of_their_keys() {
    settle(SCOPE, List.of(written(3), written(-1), written(2)));
    settle(SCOPE, List.of(written(1), written(5)));

    assertThat(all(SCOPE))
        .containsExactly(written(-1), written(1), written(2), written(3), written(5));
    assertThat(known.count(SCOPE.id())).isEqualTo(5);
  }

  private static BatchAccount prepared(BatchIntent intent, PreparedObject... prepared) {
    return new BatchAccount(
        intent,
        2,
        0,
        0,
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(prepared),
        CreateMarks.NONE,
        1,
        1,
        10,
        false);
  }

  @Test
  void what_a_batch_prepared_is_kept_once_also_if_it_was_left_open_before() {
    BatchIntent intent = new BatchIntent("run", 0, 1, 2, 2, 0, 0, "");
    PreparedObject one = new PreparedObject(1, "a");
    PreparedObject two = new PreparedObject(2, "b");
    Batches.intend(ledger, intent, 1);
    ledger.batches().leaveOpen(prepared(intent, one), 1, null, new byte[0]);
    assertThat(ledger.prepared().count("run")).isEqualTo(1);

    Batches.settle(ledger, prepared(intent, two, one), 1, true);

    List<PreparedObject> all = new ArrayList<>();
    ledger.prepared().each("run", all::add);
    assertThat(all).containsExactly(one, two);
    assertThat(ledger.prepared().count("other")).isZero();
    assertThat(ledger.sentKeys().gone(List.of("run"), "a")).isEmpty();
  }

  @Test
  void belong_to_a_writeback_an_account_and_a_target() {
    settle(SCOPE, List.of(written(1)));

    Stream.of(
            new KnownScope("v", "https://a", "t"),
            new KnownScope("w", "https://b", "t"),
            new KnownScope("w", "https://a", "u"))
        .forEach(other -> assertThat(all(other)).isEmpty());
  }

  @Test
  void name_the_last_run_that_wrote_them() {
    settle(SCOPE, List.of(new KnownObject(id(1), Digest.NONE, 3)));
    settle(SCOPE, List.of(new KnownObject(id(1), Digest.NONE, 4)));

    assertThat(all(SCOPE)).containsExactly(new KnownObject(id(1), Digest.NONE, 4));
  }

  @Test
  void are_not_recorded_without_the_account_of_their_batch() {
    assertThatThrownBy(
            () -> settle(new KnownChange(SCOPE.id(), List.of(written(1)), List.of(), List.of()), 2))
        .isInstanceOf(RunLostException.class);

    assertThat(all(SCOPE)).isEmpty();
  }

  @Test
  void that_were_released_are_found_by_their_match_values_only() {
    settle(SCOPE, List.of(written(1, "one"), written(2, "two")));
    settle(new KnownChange(SCOPE.id(), List.of(), List.of(id(1)), List.of(id(2))), 1);

    assertThat(all(SCOPE)).isEmpty();
    assertThat(known.matching(SCOPE, List.of("one", "two")))
        .containsOnlyKeys("one")
        .containsEntry("one", List.of(new KnownObject(id(1), Digest.of("one"), 0)));
  }

  @Test
  void that_were_released_and_written_again_are_known_again() {
    settle(SCOPE, List.of(written(1)));
    settle(new KnownChange(SCOPE.id(), List.of(), List.of(id(1)), List.of()), 1);
    settle(SCOPE, List.of(written(1)));

    assertThat(all(SCOPE)).containsExactly(written(1));
  }

  @Test
  void are_found_by_any_number_of_match_values_at_once() {
    int many = 3 * KnownObjectStore.AT_ONCE + 1;
    settle(SCOPE, IntStream.range(0, many).mapToObj(i -> written(i, "value " + i)).toList());
    settle(new KnownScope("v", "https://a", "t"), List.of(written(9, "value 9")));

    List<String> values = IntStream.range(0, many + 5).mapToObj(i -> "value " + i).toList();
    assertThat(known.matching(SCOPE, values))
        .hasSize(many)
        .containsEntry("value 9", List.of(written(9, "value 9")));
    assertThat(known.matching(SCOPE, List.of())).isEmpty();
  }

  @Test
  void with_one_match_value_are_all_found() {
    settle(SCOPE, List.of(written(1, "same"), written(2, "same")));

    assertThat(known.matching(SCOPE, List.of("same")).get("same"))
        .containsExactlyInAnyOrder(written(1, "same"), written(2, "same"));
  }

  @Test
  void keep_the_match_value_when_they_are_written_without_one() {
    settle(SCOPE, List.of(written(1, "one")));
    settle(SCOPE, List.of(written(1)));

    assertThat(known.matching(SCOPE, List.of("one")).get("one")).containsExactly(written(1, "one"));
  }

  @Test
  void have_the_last_match_value_only() {
    settle(SCOPE, List.of(written(1, "one")));
    settle(SCOPE, List.of(written(1, "uno")));

    assertThat(known.matching(SCOPE, List.of("one", "uno"))).containsOnlyKeys("uno");
  }

  @Test
  void are_released_when_a_run_selects_other_rows() {
    assertThat(known.begin(SCOPE, "DataSet 1")).isFalse();
    settle(SCOPE, List.of(written(1, "one")));
    assertThat(known.begin(SCOPE, "DataSet 1")).isFalse();
    assertThat(all(SCOPE)).hasSize(1);

    assertThat(known.begin(SCOPE, "DataSet 2")).isTrue();

    assertThat(all(SCOPE)).isEmpty();
    assertThat(known.matching(SCOPE, List.of("one"))).containsOnlyKeys("one");
    assertThat(known.begin(SCOPE, "DataSet 2")).isFalse();
  }

  @Test
  void outcomes_of_those_whose_rows_are_gone_are_read_in_their_order_and_counted() {
    GoneObject cleared = new GoneObject(11, "a", GoneObject.Outcome.CLEARED, null, "");
    GoneObject kept = new GoneObject(12, "b", GoneObject.Outcome.KEPT, Code.CHANGED_SINCE, "why");
    settle(new KnownChange(SCOPE.id(), List.of(), List.of(), List.of(), List.of(kept, cleared)), 1);

    assertThat(known.gone("run", 0, 1)).containsExactly(cleared);
    assertThat(known.gone("run", 11, 9)).containsExactly(kept);
    assertThat(known.goneCounts("run"))
        .containsExactlyInAnyOrder(
            new KnownObjectStore.GoneCount(GoneObject.Outcome.CLEARED, 1),
            new KnownObjectStore.GoneCount(GoneObject.Outcome.KEPT, 1));
  }
}
