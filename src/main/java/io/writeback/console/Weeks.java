package io.writeback.console;

import io.writeback.ledger.ScheduleStore;
import io.writeback.schedule.Schedule;
import io.writeback.schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lays out the fires of all schedules over a week. */
final class Weeks {
  private static final int DAYS = 7;

  /** Of one schedule in one day, before they are shown as one line. */
  private static final int FEW = 6;

  /** Counted of one schedule in a day: one of every second has 86,400. */
  private static final int MOST = 1_440;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss VV");
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss VV", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("HH:mm");

  private final Catalogue catalogue;
  private final ScheduleStore fires;
  private final InstantSource clock;

  Weeks(Catalogue catalogue, ScheduleStore fires, InstantSource clock) {
    this.catalogue = catalogue;
    this.fires = fires;
    this.clock = clock;
  }

  static ZoneId zone(Schedule schedule) {
    ZoneId zone =
        schedule.cron() == null ? ZoneOffset.UTC : schedule.cron().zone().toZoneId().normalized();
    return zone.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone;
  }

  /** A fire of a schedule in its own zone, as people read it. */
  String shown(Schedule schedule, Instant fire) {
    return fire == null
        ? "never again"
        : DATE_AND_TIME.format(fire.truncatedTo(ChronoUnit.SECONDS).atZone(zone(schedule)));
  }

  /**
   * The week that begins on a day.
   *
   * @param from null for today
   * @param zone null for that of the first schedule
   */
  SchedulesPage page(LocalDate from, ZoneId zone) {
    List<Schedule> schedules = catalogue.schedules();
    List<ZoneId> zones =
        Stream.concat(schedules.stream().map(Weeks::zone), Stream.of(ZoneId.of("UTC")))
            .distinct()
            .toList();
    ZoneId shown = zone == null ? zones.get(0) : zone;
    LocalDate today = clock.instant().atZone(shown).toLocalDate();
    LocalDate first = from == null ? today : from;
    List<List<SchedulesPage.Fire>> days =
        Stream.generate(() -> (List<SchedulesPage.Fire>) new ArrayList<SchedulesPage.Fire>())
            .limit(DAYS)
            .toList();
    for (Schedule schedule : schedules) {
      add(schedule, first, shown, days);
    }
    return new SchedulesPage(
        IntStream.range(0, DAYS)
            .mapToObj(
                i ->
                    new SchedulesPage.Day(
                        first.plusDays(i),
                        first.plusDays(i).equals(today),
                        days.get(i).stream()
                            .sorted(Comparator.comparing(SchedulesPage.Fire::at))
                            .toList()))
            .toList(),
        zones,
        shown,
        first.minusDays(DAYS),
        first.plusDays(DAYS),
        notes(first, shown, zones),
        schedules.stream().map(this::listed).toList());
  }

  private void add(
      Schedule schedule, LocalDate first, ZoneId zone, List<List<SchedulesPage.Fire>> days) {
    Timing timing = schedule.timing(lastFire(schedule).orElse(clock.instant()));
    ZoneId own = zone(schedule);
    for (int i = 0; i < DAYS; i++) {
      Instant from = first.plusDays(i).atStartOfDay(zone).toInstant();
      Instant end = first.plusDays(i + 1).atStartOfDay(zone).toInstant();
      List<Instant> fires = new ArrayList<>();
      Optional<Instant> next = timing.next(from.minusMillis(1));
      while (next.isPresent() && next.get().isBefore(end) && fires.size() <= MOST) {
        fires.add(next.get());
        next = timing.next(next.get());
      }
      List<Instant> shown = fires.size() > FEW ? fires.subList(0, 1) : fires;
      String many = many(fires, timing, end.minusMillis(1), zone);
      for (Instant at : shown) {
        ZonedDateTime fire = at.atZone(zone);
        days.get(i)
            .add(
                new SchedulesPage.Fire(
                    fire,
                    own.equals(zone)
                        ? SHORT.format(fire)
                        : "%s (%s)".formatted(SHORT.format(fire), TIME.format(at.atZone(own))),
                    schedule.writeback(),
                    many,
                    at.isBefore(clock.instant())));
      }
    }
  }

  /** How often a schedule fires in a day and until when, if that is too often to show each. */
  private static String many(List<Instant> fires, Timing timing, Instant end, ZoneId zone) {
    if (fires.size() <= FEW) {
      return "";
    }
    String until =
        SHORT.format(timing.latest(end).orElse(fires.get(fires.size() - 1)).atZone(zone));
    return fires.size() > MOST
        ? "more than %,d times until %s".formatted(MOST, until)
        : "%,d times until %s".formatted(fires.size(), until);
  }

  private Optional<Instant> lastFire(Schedule schedule) {
    return fires.lastFire(schedule.name(), schedule.timing());
  }

  /** What the changes of the clocks in a week do, one sentence each. */
  private static List<String> notes(LocalDate first, ZoneId shown, List<ZoneId> zones) {
    Instant begin = first.atStartOfDay(shown).toInstant();
    Instant end = first.plusDays(DAYS).atStartOfDay(shown).toInstant();
    List<String> notes = new ArrayList<>();
    for (ZoneId zone : zones) {
      ZoneOffsetTransition change = zone.getRules().nextTransition(begin.minusMillis(1));
      if (change == null || !change.getInstant().isBefore(end)) {
        continue;
      }
      Duration by = change.getDuration();
      notes.add(
          by.isNegative()
              ? "%s sets its clocks back by %d min on %s at %s: the times from %s on come twice."
                  .formatted(
                      zone.getId(),
                      by.abs().toMinutes(),
                      change.getDateTimeBefore().toLocalDate(),
                      SHORT.format(change.getDateTimeBefore()),
                      SHORT.format(change.getDateTimeAfter()))
              : "%s sets its clocks ahead by %d min on %s at %s: there is no time until %s."
                  .formatted(
                      zone.getId(),
                      by.toMinutes(),
                      change.getDateTimeBefore().toLocalDate(),
                      SHORT.format(change.getDateTimeBefore()),
                      SHORT.format(change.getDateTimeAfter())));
    }
    return notes;
  }

  private SchedulesPage.Listed listed(Schedule schedule) {
    Optional<Instant> last = lastFire(schedule);
    return new SchedulesPage.Listed(
        schedule.writeback(),
        schedule.route(),
        schedule.timing(),
        last.map(fire -> shown(schedule, fire)).orElse("none yet"),
        shown(schedule, schedule.next(last, clock.instant())));
  }
}
