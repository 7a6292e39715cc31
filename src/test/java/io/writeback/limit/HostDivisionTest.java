package io.writeback.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each process may have of a host's limit. */
final class HostDivisionTest {
  private static final int CEILING = 10;
  private static final long BEGIN = 1_000_000;
  private static final long BEGIN_NANOS = Duration.ofMillis(BEGIN).toNanos();

  private HostDivision division =
      new HostDivision(new LearntLimit(CEILING, 0, 0, 0, 0, 0, 0, 0, 0, BEGIN_NANOS), List.of(), 0);
  private long now = BEGIN;

  @Test
  void the_first_that_asks_has_what_it_wants() {
    assertThat(ask("a", 3, 0).most()).isEqualTo(3);
    assertThat(ask("a", 30, 3).most()).isEqualTo(CEILING);
  }

  @Test
  void all_together_never_have_more_than_the_limit() {
    ask("a", 30, 0);

    assertThat(ask("b", 30, 0).most()).isZero();
    assertThat(ask("a", 30, 10).most()).as("none more than half").isEqualTo(5);
    assertThat(ask("b", 30, 0).most()).as("ten are in flight still").isZero();
    ask("a", 30, 6);
    assertThat(ask("b", 30, 0).most()).isEqualTo(4);
    assertThat(ask("a", 30, 5).most()).isEqualTo(5);
    assertThat(ask("b", 30, 4).most()).isEqualTo(5);
  }

  @Test
  void who_wants_little_has_that_and_the_others_share_the_rest() {
    ask("a", 2, 2);
    ask("b", 30, 0);
    ask("c", 30, 0);
    ask("b", 30, 0);

    assertThat(ask("b", 30, 0).most()).isEqualTo(4);
    assertThat(ask("c", 30, 0).most()).isEqualTo(4);
    assertThat(ask("a", 2, 2).most()).isEqualTo(2);
  }

  @Test
  void what_cannot_be_divided_is_not_left_over() {
    for (int round = 0; round < 3; round++) {
      ask("a", 30, 0);
      ask("b", 30, 0);
      ask("c", 30, 0);
    }

    assertThat(division.parts().stream().mapToInt(HostDivision.Part::most).sum())
        .isEqualTo(CEILING);
    assertThat(division.parts()).extracting(HostDivision.Part::most).contains(4, 3, 3);
  }

  @Test
  void where_there_is_less_than_one_for_each_they_take_turns() {
    division =
        new HostDivision(new LearntLimit(1, 0, 0, 0, 0, 0, 0, 0, 0, BEGIN_NANOS), List.of(), 0);
    ask(1, "a", 5, 0);
    assertThat(ask(1, "b", 5, 0).most()).isZero();
    now += HostDivision.TURN.toMillis();

    assertThat(ask(1, "a", 5, 0).most()).isZero();
    assertThat(ask(1, "b", 5, 0).most()).isEqualTo(1);
    assertThat(ask(1, "a", 5, 0).most()).isZero();
    now += HostDivision.TURN.toMillis();
    assertThat(ask(1, "b", 5, 1).most()).isZero();
    assertThat(ask(1, "a", 5, 0).most()).as("one is in flight still").isZero();
    ask(1, "b", 5, 0);
    assertThat(ask(1, "a", 5, 0).most()).isEqualTo(1);
  }

  @Test
  void the_smaller_ceiling_of_two_holds_for_both() {
    ask(4, "a", 30, 0);

    assertThat(ask(10, "b", 30, 0).limit()).isEqualTo(4);
  }

  @Test
  void who_wants_nothing_more_has_nothing() {
    ask("a", 30, 0);

    assertThat(ask("a", 0, 0).most()).isZero();
  }

  @Test
  void a_429_lowers_the_limit_of_all() {
    ask("a", 5, 0);
    ask("b", 5, 0);
    HostUse use =
        new HostUse(
            "host:443",
            CEILING,
            4,
            5,
            5,
            Map.of(),
            List.of(new InFlightLimit.Begun(0, 10)),
            Duration.ofSeconds(7));

    HostDivision.Divided divided = division.report("a", use, now);

    assertThat(divided.share().limit()).isEqualTo(5);
    division = divided.after();
    now += 1_000;
    HostShare other = ask("b", 5, 2);
    assertThat(other.limit()).isEqualTo(5);
    assertThat(other.quietFor()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void the_limit_is_learnt_from_what_all_report_together() {
    division = new HostDivision(null, List.of(), 0);
    assertThat(ask("a", 10, 0).limit()).isEqualTo(AdaptiveLimit.START);
    ask("b", 10, 0);
    ask("a", 10, 2);
    ask("b", 10, 2);

    HostShare share = report("a", 10, 2, Map.of(0, 2));
    assertThat(share.limit()).as("two of four answers").isEqualTo(AdaptiveLimit.START);
    share = report("b", 10, 2, Map.of(0, 2));

    assertThat(share.limit()).isEqualTo(AdaptiveLimit.NEAR);
    assertThat(share.change()).isEqualTo(1);
  }

  private HostShare ask(String holder, int wanted, int inFlight) {
    return ask(CEILING, holder, wanted, inFlight);
  }

  private HostShare ask(int ceiling, String holder, int wanted, int inFlight) {
    return report(
        holder,
        new HostUse(
            "host:443",
            ceiling,
            inFlight,
            Math.min(wanted, ceiling),
            inFlight,
            Map.of(),
            List.of(),
            Duration.ZERO));
  }

  private HostShare report(String holder, int wanted, int inFlight, Map<Integer, Integer> answers) {
    return report(
        holder,
        new HostUse(
            "host:443", CEILING, inFlight, wanted, inFlight, answers, List.of(), Duration.ZERO));
  }

  private HostShare report(String holder, HostUse use) {
    HostDivision.Divided divided = division.report(holder, use, now);
    division = divided.after();
    return divided.share();
  }
}
