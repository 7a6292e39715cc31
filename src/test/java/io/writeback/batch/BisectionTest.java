package io.writeback.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.destination.FakePlan;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BisectionTest {
  private static final int RECORDS = 100;
  private static final int DEPTH = 7;

  /** The effect of a refused request on the records before its first bad one, and the message. */
  enum Mode {
    STOP_AT_FIRST,
    VALIDATE_FIRST,
    ALL_OR_NOTHING
  }

  /** Refuses every request with a bad record. */
  private static final class Refusing implements Function<List<Record>, Receipt> {
    private final Mode mode;
    private final Set<Long> culprits;
    private final boolean naming;
    private final Map<Long, Integer> written = new TreeMap<>();

    Refusing(Mode mode, Set<Long> culprits, boolean naming) {
      this.mode = mode;
      this.culprits = culprits;
      this.naming = naming;
    }

    @Override
    public Receipt apply(List<Record> records) {
      for (Record record : records) {
        if (culprits.contains(record.row())) {
          return refused(record);
        }
        if (mode == Mode.STOP_AT_FIRST) {
          written.merge(record.row(), 1, Integer::sum);
        }
      }
      if (mode != Mode.STOP_AT_FIRST) {
        records.forEach(record -> written.merge(record.row(), 1, Integer::sum));
      }
      return FakePlan.taken(records);
    }

    private Receipt refused(Record culprit) {
      boolean silent = mode == Mode.ALL_OR_NOTHING && !naming;
      return new Receipt.Refused(
          silent
              ? "the request was refused"
              : naming ? "not found: " + culprit.key() : "Status has an unknown value");
    }
  }

  /** The requests of the search. */
  private record Search(
      Bisection bisection, List<Integer> sizes, List<Receipt.Refused> alone, Refusing destination) {
    int further() {
      return sizes.size() - 1;
    }

    Set<Long> deliveredRows() {
      return bisection.delivered().stream()
          .map(delivery -> delivery.record().row())
          .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<Long> culpritRows() {
      return bisection.culprits().stream()
          .map(culprit -> culprit.record().row())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Search search(Mode mode, Set<Long> culprits, boolean naming) {
    Refusing destination = new Refusing(mode, culprits, naming);
    Bisection bisection = new Bisection(FakePlan.records(RECORDS));
    List<Integer> sizes = new ArrayList<>();
    List<Receipt.Refused> alone = new ArrayList<>();
    while (!bisection.next().isEmpty()) {
      assertThat(sizes).as("requests of a search").hasSizeLessThan(1_000);
      List<Record> sent = bisection.next();
      sizes.add(sent.size());
      Receipt receipt = destination.apply(sent);
      if (sent.size() == 1 && receipt instanceof Receipt.Refused refused) {
        alone.add(refused);
      }
      bisection.answered(receipt);
    }
    return new Search(bisection, sizes, alone, destination);
  }

  private static Set<Long> random(int count, long seed) {
    List<Long> rows = new ArrayList<>(rows(1, RECORDS));
    Collections.shuffle(rows, new Random(seed));
    return new TreeSet<>(rows.subList(0, count));
  }

  private static Set<Long> rows(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(row -> (long) row)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Stream<Arguments> culprits() {
    List<Arguments> cases = new ArrayList<>();
    for (Mode mode : Mode.values()) {
      for (boolean naming : new boolean[] {false, true}) {
        for (int count : new int[] {0, 1, 2, 3, 4, 5, 10, 20, 35, 50, 75, 99, 100}) {
          List<Set<Long>> places = new ArrayList<>();
          for (long seed = 0; seed < 20; seed++) {
            places.add(random(count, seed));
          }
          places.add(rows(1, count));
          places.add(rows(RECORDS - count + 1, RECORDS));
          places.add(rows(51 - (count + 1) / 2, 50 + count / 2));
          places.add(spread(count, 0));
          places.add(spread(count, RECORDS / Math.max(1, count) - 1));
          places.stream().map(rows -> Arguments.of(mode, naming, rows)).forEach(cases::add);
        }
        cases.add(Arguments.of(mode, naming, Set.of(1L, 100L)));
        cases.add(Arguments.of(mode, naming, Set.of(1L, 50L, 51L, 100L)));
      }
    }
    return cases.stream();
  }

  private static Set<Long> spread(int count, int offset) {
    return IntStream.range(0, count)
        .mapToObj(i -> 1L + offset + (long) i * RECORDS / count)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("culprits")
  void refuses_every_culprit_alone_and_delivers_every_other_record_once_within_the_bound(
      Mode mode, boolean naming, Set<Long> culprits) {
    Search search = search(mode, culprits, naming);

    Set<Long> others = rows(1, RECORDS);
    others.removeAll(culprits);
    assertThat(search.culpritRows()).isEqualTo(culprits);
    assertThat(search.bisection().culprits()).hasSize(culprits.size());
    assertThat(search.alone()).hasSize(culprits.size());
    assertThat(search.bisection().delivered()).hasSize(others.size());
    assertThat(search.deliveredRows()).isEqualTo(others);
    assertThat(search.destination().written.keySet()).containsAll(others);
    assertThat(search.bisection().unsettled()).isZero();
    assertThat(search.further())
        .as("further requests for %d culprits", culprits.size())
        .isLessThanOrEqualTo(
            culprits.isEmpty() ? 0 : culprits.size() * (naming ? 2 : DEPTH + 2) + 1);
  }

  @Test
  void keeps_its_bound_over_many_seeds_whatever_the_messages_hint() {
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      int size = 1 + random.nextInt(130);
      List<Record> records = FakePlan.records(size);
      Set<Long> culprits =
          records.stream()
              .map(Record::row)
              .filter(row -> random.nextInt(100) < random.nextInt(101))
              .filter(row -> random.nextInt(3) > 0)
              .collect(Collectors.toSet());
      Bisection bisection = new Bisection(records);
      int requests = 0;
      while (!bisection.next().isEmpty() && requests < 2_000) {
        List<Record> sent = bisection.next();
        requests++;
        // A message that names any record of the request, right or wrong.
        Record hinted = sent.get(random.nextInt(sent.size()));
        bisection.answered(
            sent.stream().anyMatch(record -> culprits.contains(record.row()))
                ? new Receipt.Refused("something about " + hinted.key())
                : FakePlan.taken(sent));
      }

      int depth = (int) Math.ceil(Math.log(size) / Math.log(2) - 1e-9);
      assertThat(bisection.culprits()).as("seed %d", seed).hasSize(culprits.size());
      assertThat(bisection.delivered()).as("seed %d", seed).hasSize(size - culprits.size());
      assertThat(requests - 1)
          .as("seed %d, %d culprits of %d", seed, culprits.size(), size)
          .isLessThanOrEqualTo(culprits.isEmpty() ? 0 : culprits.size() * (depth + 2) + 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void finds_one_culprit_in_about_eight_further_requests_and_in_two_if_it_is_named(Mode mode) {
    int nameless = 0;
    int named = 0;
    for (long seed = 0; seed < 200; seed++) {
      nameless += search(mode, random(1, seed), false).further();
      named += search(mode, random(1, seed), true).further();
    }
    System.out.printf(
        "%s: further requests for 1 culprit of %d: %.2f without names, %.2f with the ID%n",
        mode, RECORDS, nameless / 200.0, named / 200.0);

    assertThat(nameless / 200.0).isBetween(7.0, 9.0);
    assertThat(named / 200.0).isBetween(1.0, 2.0);
  }

  @Test
  void makes_far_fewer_requests_than_its_bound_where_culprits_are_frequent() {
    Map<Integer, Double> averages = new TreeMap<>();
    for (int count : new int[] {2, 3, 5, 10, 20, 50, 75, 100}) {
      double sum = 0;
      for (long seed = 0; seed < 200; seed++) {
        sum += search(Mode.ALL_OR_NOTHING, random(count, seed), false).further();
      }
      averages.put(count, sum / 200);
    }
    System.out.println("further requests by number of culprits of 100: " + averages);

    assertThat(averages.get(10)).isLessThan(65);
    assertThat(averages.get(50)).isLessThan(160);
    assertThat(averages.get(100)).isLessThan(115);
  }

  @ParameterizedTest
  @MethodSource("limits")
  void a_group_that_is_only_too_large_ends_without_a_reject(int limit) {
    Bisection bisection = new Bisection(FakePlan.records(RECORDS));
    int requests = 0;
    while (!bisection.next().isEmpty() && requests < 1_000) {
      requests++;
      List<Record> sent = bisection.next();
      bisection.answered(
          sent.size() > limit
              ? new Receipt.Refused("Request Entity Too Large")
              : FakePlan.taken(sent));
    }

    assertThat(bisection.culprits()).isEmpty();
    assertThat(bisection.delivered()).hasSize(RECORDS);
    assertThat(bisection.unsettled()).isZero();
    assertThat(requests).isLessThanOrEqualTo(2 * RECORDS / limit + 2 * DEPTH + 2);
  }

  static Stream<Integer> limits() {
    return Stream.of(1, 2, 3, 7, 10, 49, 50, 99);
  }

  @Test
  void a_message_that_names_the_wrong_records_rejects_none_of_them() {
    List<Record> records = FakePlan.records(RECORDS);
    Bisection bisection = new Bisection(records);
    while (!bisection.next().isEmpty()) {
      boolean bad = bisection.next().contains(records.get(70));
      bisection.answered(
          bad
              ? new Receipt.Refused("see " + records.get(3).key())
              : FakePlan.taken(bisection.next()));
    }

    assertThat(bisection.culprits())
        .extracting(Bisection.Culprit::record)
        .containsExactly(records.get(70));
  }

  @Test
  void a_culprit_keeps_the_words_and_the_column_of_its_own_refusal() {
    List<Record> records = FakePlan.records(2);
    Bisection bisection = new Bisection(records);
    bisection.answered(new Receipt.Refused("of both", "Name"));
    bisection.answered(new Receipt.Refused("of the first", "Status"));
    bisection.answered(FakePlan.taken(bisection.next()));

    assertThat(bisection.culprits())
        .containsExactly(new Bisection.Culprit(records.get(0), "of the first", "Status"));
    assertThat(bisection.next()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void
      records_whose_refusal_is_expected_go_out_alone_after_all_others_and_cost_none_of_them_a_request(
          Mode mode) {
    List<Record> records = FakePlan.records(RECORDS);
    Set<Long> culprits = random(10, 1);
    Refusing destination = new Refusing(mode, culprits, false);
    Bisection bisection =
        new Bisection(
            records, records.stream().filter(record -> culprits.contains(record.row())).toList());
    List<Integer> sizes = new ArrayList<>();
    while (!bisection.next().isEmpty()) {
      sizes.add(bisection.next().size());
      bisection.answered(destination.apply(bisection.next()));
    }

    assertThat(sizes).hasSize(11).startsWith(90).endsWith(1);
    assertThat(bisection.delivered()).hasSize(90);
    assertThat(bisection.culprits())
        .extracting(culprit -> culprit.record().row())
        .containsExactlyElementsOf(culprits);
  }

  @Test
  void a_refusal_that_was_expected_and_does_not_come_is_a_delivery() {
    List<Record> records = FakePlan.records(3);
    Bisection bisection = new Bisection(records, records);
    while (!bisection.next().isEmpty()) {
      assertThat(bisection.next()).hasSize(1);
      bisection.answered(FakePlan.taken(bisection.next()));
    }

    assertThat(bisection.delivered()).hasSize(3);
    assertThat(bisection.unsettled()).isZero();
  }

  @Test
  void what_is_known_of_a_record_that_is_set_apart_is_not_sent_again() {
    List<Record> records = FakePlan.records(3);
    Bisection bisection = new Bisection(records, records.subList(1, 3));
    bisection.settled(records.subList(0, 2));

    assertThat(bisection.next()).containsExactly(records.get(2));
    assertThat(bisection.unsettled()).isEqualTo(1);
  }

  @Test
  void nothing_to_send_needs_no_request() {
    assertThat(new Bisection(List.of()).next()).isEmpty();
  }
}
