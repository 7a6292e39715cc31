package io.writeback.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/scheduling.md: every option of Domo's dialogue fires as described, for a year. */
final class DomoFormsTest {
  private static final LocalDateTime BEGIN = LocalDateTime.parse("2027-12-01T00:00:00");
  private static final LocalDateTime END = BEGIN.plusYears(1);
  private static final Pattern CRON = Pattern.compile("`cron: ([^`]+)`");
  private static final Pattern INTERVAL = Pattern.compile("`trigger.repeatInterval: (\\d+)`");

  /** What the words mean, said without cron: whether a minute is one at which it fires. */
  private static final Map<String, Predicate<LocalDateTime>> MEANINGS = new LinkedHashMap<>();

  private static final Map<String, Duration> INTERVALS =
      Map.of(
          "Every 5 hours (a number that does not divide 24)", Duration.ofHours(5),
          "Every 2 days", Duration.ofDays(2),
          "Every 2 weeks", Duration.ofDays(14));

  static {
    MEANINGS.put("Every hour", time -> time.getMinute() == 0);
    MEANINGS.put("Every 2 hours", time -> time.getMinute() == 0 && time.getHour() % 2 == 0);
    MEANINGS.put(
        "Every hour, active from 8 to 18 (the end hour is exclusive)",
        time -> time.getMinute() == 0 && time.getHour() >= 8 && time.getHour() < 18);
    MEANINGS.put(
        "Every 3 hours, active from 6 to 21 (the end hour is exclusive)",
        time ->
            time.getMinute() == 0
                && time.getHour() >= 6
                && time.getHour() < 21
                && (time.getHour() - 6) % 3 == 0);
    MEANINGS.put("Every day at 02:00", time -> at(time, 2, 0));
    MEANINGS.put(
        "Every weekday, Monday to Friday, at 06:30",
        time ->
            at(time, 6, 30)
                && time.getDayOfWeek() != DayOfWeek.SATURDAY
                && time.getDayOfWeek() != DayOfWeek.SUNDAY);
    MEANINGS.put(
        "Every week, on Monday and Thursday at 02:00",
        time ->
            at(time, 2, 0)
                && Set.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY).contains(time.getDayOfWeek()));
    MEANINGS.put(
        "Every month, on the 1st at 02:00", time -> at(time, 2, 0) && time.getDayOfMonth() == 1);
    MEANINGS.put(
        "Every month, on its last day at 02:00",
        time -> at(time, 2, 0) && time.plusDays(1).getDayOfMonth() == 1);
    MEANINGS.put(
        "Every 3 months, on the 15th at 02:00",
        time ->
            at(time, 2, 0) && time.getDayOfMonth() == 15 && (time.getMonthValue() - 1) % 3 == 0);
    MEANINGS.put(
        "Advanced: in January, April, July and October, on days 1 and 15, at 04:00",
        time ->
            at(time, 4, 0)
                && Set.of(1, 15).contains(time.getDayOfMonth())
                && Set.of(1, 4, 7, 10).contains(time.getMonthValue()));
    MEANINGS.put(
        "Advanced: on Monday, Wednesday and Friday, every 15 minutes",
        time ->
            time.getMinute() % 15 == 0
                && Set.of(DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY, DayOfWeek.FRIDAY)
                    .contains(time.getDayOfWeek()));
    MEANINGS.put(
        "Advanced: on days 1 to 7, every 8 hours",
        time -> time.getDayOfMonth() <= 7 && time.getMinute() == 0 && time.getHour() % 8 == 0);
    MEANINGS.put(
        "Advanced: on the 2nd and 4th Sunday of the month, at 02:00",
        time -> at(time, 2, 0) && (is(time, DayOfWeek.SUNDAY, 2) || is(time, DayOfWeek.SUNDAY, 4)));
    MEANINGS.put(
        "Advanced: on the last Friday of the month, at 18:00",
        time ->
            at(time, 18, 0)
                && time.toLocalDate()
                    .with(TemporalAdjusters.lastInMonth(DayOfWeek.FRIDAY))
                    .equals(time.toLocalDate()));
    MEANINGS.put("Advanced: every 15 minutes", time -> time.getMinute() % 15 == 0);
    MEANINGS.put(
        "Advanced: every 30 minutes, starting at 13 past",
        time -> time.getMinute() == 13 || time.getMinute() == 43);
  }

  private static boolean at(LocalDateTime time, int hour, int minute) {
    return time.getHour() == hour && time.getMinute() == minute;
  }

  private static boolean is(LocalDateTime time, DayOfWeek day, int nth) {
    return time.toLocalDate()
        .with(TemporalAdjusters.dayOfWeekInMonth(nth, day))
        .equals(time.toLocalDate());
  }

  /** Domo's words to what is written here. */
  private static Map<String, String> lines() throws IOException {
    Map<String, String> lines = new LinkedHashMap<>();
    Files.readString(Path.of("docs/scheduling.md"))
        .lines()
        .dropWhile(line -> !line.equals("## Domo's forms"))
        .skip(1)
        .takeWhile(line -> !line.startsWith("#"))
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .map(line -> line.split("\\|"))
        .forEach(cells -> lines.put(cells[1].strip(), cells[2].strip()));
    return lines;
  }

  static Set<String> crons() {
    return MEANINGS.keySet();
  }

  static Set<String> intervals() {
    return INTERVALS.keySet();
  }

  @Test
  void every_line_of_the_table_is_tested() throws IOException {
    Set<String> tested = new TreeSet<>(MEANINGS.keySet());
    tested.addAll(INTERVALS.keySet());
    tested.add("Manually");

    assertThat(lines().keySet()).containsExactlyInAnyOrderElementsOf(tested);
  }

  @ParameterizedTest
  @MethodSource("crons")
  void a_cron_expression_fires_when_its_words_say(String words) throws IOException {
    List<String> expressions = found(CRON, lines().get(words));
    assertThat(expressions).isNotEmpty();
    Set<Instant> meant = new TreeSet<>();
    for (LocalDateTime time = BEGIN; time.isBefore(END); time = time.plusMinutes(1)) {
      if (MEANINGS.get(words).test(time)) {
        meant.add(time.toInstant(ZoneOffset.UTC));
      }
    }

    Set<Instant> fires = new TreeSet<>();
    for (String expression : expressions) {
      Timing timing =
          new CronTiming(
              expression, TimeZone.getTimeZone("UTC"), CronTiming.ALWAYS, CronTiming.EVER);
      Instant end = END.toInstant(ZoneOffset.UTC);
      Instant fire = BEGIN.toInstant(ZoneOffset.UTC).minus(1, ChronoUnit.SECONDS);
      for (fire = timing.next(fire).orElseThrow();
          fire.isBefore(end);
          fire = timing.next(fire).orElseThrow()) {
        fires.add(fire);
      }
    }

    assertThat(fires).isNotEmpty().isEqualTo(meant);
  }

  @ParameterizedTest
  @MethodSource("intervals")
  void an_interval_is_as_long_as_its_words_say(String words) throws IOException {
    Instant first = Instant.parse("2026-11-25T02:00:00Z");
    Duration every = Duration.ofMillis(Long.parseLong(found(INTERVAL, lines().get(words)).get(0)));

    Timing timing = new IntervalTiming(every, first);

    assertThat(timing.next(first)).contains(first.plus(INTERVALS.get(words)));
  }

  private static List<String> found(Pattern pattern, String text) {
    return new ArrayList<>(
        pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList());
  }
}
