package io.writeback.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The age of a state: by whose clock, and what a clock that is wrong does to it. */
class SettlingTest {
  private static final Settling SETTLING = new Settling(Duration.ofMinutes(15));
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static Instant at(String time) {
    return time == null ? null : Instant.parse("2026-03-01T" + time + ":00Z");
  }

  @ParameterizedTest(name = "{0}: {5} left")
  @CsvSource({
    // our clock is at noon; changed and asked are by Domo's, seen by Domo's if it was asked
    "changed 5 minutes before the answer, 11:55, 12:00, , v1, 10",
    "changed 15 minutes before the answer, 11:45, 12:00, , v1, 0",
    "Domo's clock is an hour ahead of ours, 12:55, 13:00, , v1, 10",
    "Domo's clock is an hour behind ours, 10:55, 11:00, , v1, 10",
    "changed in the future and never seen, 17:00, 12:00, , v1, 15",
    "changed in the future and seen a while ago, 17:00, 12:00, 11:50, v1, 5",
    "changed in the future and seen long ago, 17:00, 12:00, 11:45, v1, 0",
    "no time of change, , 12:00, 11:50, v1, 5",
    "another version was seen before, 11:55, 12:00, 11:00, v0, 10",
    "no time of the answer and never seen, 09:00, , , v1, 15",
    "no time of the answer and seen by our clock, 09:00, , 11:50, v1, 5",
    "our clock was set back, 09:00, , 13:00, v1, 15",
    "the change is older than what was seen first, 11:50, 12:00, 11:59, v1, 5"
  })
  void the_age_of_a_state_is(
      String what, String changed, String asked, String seen, String version, long left) {
    Optional<Sighting> before =
        Optional.ofNullable(at(seen)).map(time -> new Sighting(version, time));

    Settling.Age age = SETTLING.age(new SourceState("v1", at(changed), at(asked)), before, NOON);

    assertThat(age.left()).as(what).isEqualTo(Duration.ofMinutes(left));
    assertThat(age.isSettled()).isEqualTo(left == 0);
  }

  @Test
  void a_state_that_a_trigger_has_waited_for_has_settled_at_any_age() {
    Settling.Age age =
        SETTLING.age(new SourceState("v1", NOON, NOON), Optional.of(Sighting.settled("v1")), NOON);

    assertThat(age.isSettled()).isTrue();
  }

  /** In Europe the clock went back at 01:00 UTC on 25 October 2026: 02:59 is followed by 02:00. */
  @Test
  void the_end_of_summer_time_makes_no_difference() {
    Instant moved = OffsetDateTime.parse("2026-10-25T02:55:00+02:00").toInstant();
    Instant asked = OffsetDateTime.parse("2026-10-25T02:05:00+01:00").toInstant();

    assertThat(SETTLING.age(new SourceState("v1", moved, asked), Optional.empty(), asked).left())
        .isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void a_source_that_never_settles_is_waited_for_four_times() {
    assertThat(SETTLING.end(NOON)).isEqualTo(NOON.plus(Duration.ofHours(1)));
  }
}
