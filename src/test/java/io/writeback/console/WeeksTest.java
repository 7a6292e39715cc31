package io.writeback.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.schedule.CronTiming;
import io.writeback.schedule.Schedule;
import io.writeback.schedule.SchedulePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fires of schedules over a week. */
final class WeeksTest {
  private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
  private static final Instant NOW = Instant.parse("2027-03-24T12:00:00Z");

  @TempDir private Path folder;
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), () -> NOW);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private SchedulesPage page(Schedule... schedules) {
    return new Weeks(new Catalogue(List.of(), List.of(schedules)), ledger.schedules(), () -> NOW)
        .page(LocalDate.of(2027, 3, 25), VIENNA);
  }

  private static Schedule cron(String expression) {
    return new Schedule(
        "writeback/w",
        "route",
        "w",
        new CronTiming(
            expression, TimeZone.getTimeZone(VIENNA), CronTiming.ALWAYS, CronTiming.EVER),
        null,
        SchedulePolicy.STANDARD);
  }

  private static Schedule every(Duration time) {
    return new Schedule("writeback/w", "route", "w", null, time, SchedulePolicy.STANDARD);
  }

  @Test
  void a_fire_in_the_hour_that_clocks_skip_is_not_there_that_day() {
    SchedulesPage page = page(cron("0 30 2 * * ?"));

    assertThat(page.days()).hasSize(7);
    assertThat(page.days().get(2).fires())
        .extracting(SchedulesPage.Fire::shown)
        .containsExactly("02:30");
    assertThat(page.days().get(3).fires())
        .as("28 March has no 02:30")
        .noneMatch(fire -> fire.shown().equals("02:30"));
    assertThat(page.notes())
        .containsExactly(
            "Europe/Vienna sets its clocks ahead by 60 min on 2027-03-28 at 02:00: there is no time until 03:00.");
  }

  @Test
  void many_fires_of_a_day_are_one_line_in_every_day_of_the_week() {
    for (Schedule often : List.of(cron("0 * * * * ?"), every(Duration.ofSeconds(10)))) {
      SchedulesPage page = page(often);

      assertThat(page.days())
          .allSatisfy(
              day -> {
                assertThat(day.fires()).hasSize(1);
                assertThat(day.fires().get(0).many()).contains("times until 23:59");
              });
    }
    assertThat(page(cron("0 * * * * ?")).days().get(0).fires().get(0).many())
        .isEqualTo("1,440 times until 23:59");
    assertThat(page(every(Duration.ofSeconds(10))).days().get(0).fires().get(0).many())
        .startsWith("more than 1,440 times");
  }

  @Test
  void a_week_shown_in_another_zone_names_the_time_in_its_own() {
    SchedulesPage page =
        new Weeks(
                new Catalogue(List.of(), List.of(cron("0 0 5 * * ?"))),
                ledger.schedules(),
                () -> NOW)
            .page(LocalDate.of(2027, 3, 25), ZoneId.of("UTC"));

    assertThat(page.days().get(0).fires().get(0).shown())
        .isEqualTo("04:00 (05:00:00 Europe/Vienna)");
  }
}
