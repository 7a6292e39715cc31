package io.writeback.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * The times of a cron expression, by Quartz's own parser, so that they are those at which it fires.
 *
 * @param expression six or seven fields, seconds first
 * @param zone in which the fields are meant
 * @param from there is no fire before
 * @param until there is no fire after
 */
public record CronTiming(String expression, TimeZone zone, Instant from, Instant until)
    implements Timing {
  /** What a date of Quartz can hold. */
  public static final Instant ALWAYS = Instant.EPOCH;

  public static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");

  /** Further back is not searched: 29 February comes at least every eight years. */
  private static final Duration FURTHEST = Duration.ofDays(366 * 9);

  /**
   * @throws IllegalArgumentException saying what is wrong with the expression
   */
  public CronTiming {
    Objects.requireNonNull(zone);
    parsed(expression, zone);
  }

  private static CronExpression parsed(String expression, TimeZone zone) {
    try {
      CronExpression cron = new CronExpression(expression);
      cron.setTimeZone(zone);
      return cron;
    } catch (ParseException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Whether there is a fire at all, be it long ago: 30 February never comes. */
  public boolean everFires() {
    return next(ALWAYS).isPresent();
  }

  @Override
  public Optional<Instant> next(Instant after) {
    Instant begin = after.isBefore(from) ? from.minusMillis(1) : after;
    return Optional.ofNullable(parsed(expression, zone).getNextValidTimeAfter(Date.from(begin)))
        .map(Date::toInstant)
        .filter(fire -> !fire.isAfter(until));
  }

  /** Quartz only looks ahead, so the last fire is found by halves: all times have whole seconds. */
  @Override
  public Optional<Instant> latest(Instant notAfter) {
    CronExpression cron = parsed(expression, zone);
    Instant late = notAfter.isAfter(until) ? until : notAfter;
    Duration back = Duration.ofSeconds(1);
    while (!fires(cron, late.minus(back), late)) {
      if (back.compareTo(FURTHEST) > 0) {
        return Optional.empty();
      }
      back = back.multipliedBy(2);
    }
    Instant before = late.minus(back);
    Instant after = late;
    while (Duration.between(before, after).toMillis() > 1) {
      Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
      if (fires(cron, middle, late)) {
        before = middle;
      } else {
        after = middle;
      }
    }
    return Optional.of(cron.getNextValidTimeAfter(Date.from(before)).toInstant())
        .filter(fire -> !fire.isBefore(from));
  }

  private static boolean fires(CronExpression cron, Instant after, Instant notAfter) {
    Date next = cron.getNextValidTimeAfter(Date.from(after));
    return next != null && !next.toInstant().isAfter(notAfter);
  }

  @Override
  public String text() {
    return "cron "
        + expression
        + " in "
        + zone.getID()
        + (from.equals(ALWAYS) ? "" : " from " + from)
        + (until.equals(EVER) ? "" : " until " + until);
  }
}
