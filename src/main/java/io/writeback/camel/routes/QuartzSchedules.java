package io.writeback.camel.routes;

import io.writeback.config.Settings;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.schedule.CronTiming;
import io.writeback.schedule.Schedule;
import io.writeback.schedule.SchedulePolicy;
import java.text.ParseException;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import org.apache.camel.component.quartz.QuartzEndpoint;

/**
 * Reads schedules from {@code quartz:} endpoints, as camel-quartz would: {@code cron} and {@code
 * trigger.timeZone}, or {@code trigger.repeatInterval}.
 *
 * <p>Stricter than Quartz, which reads an unknown zone as GMT, and fires a trigger with neither
 * cron expression nor interval each second.
 */
final class QuartzSchedules {
  static final String SCHEME = "quartz:";

  private static final Set<String> ZONES = new HashSet<>(Arrays.asList(TimeZone.getAvailableIDs()));
  private static final String OFFSET = "GMT[+-]\\d{1,2}(:?\\d{2})?";

  /** As camel-quartz reads startAt and endAt. */
  private static final String DATE = "yyyy-MM-dd'T'HH:mm:ssz";

  private static final String START = "trigger.startAt";
  private static final String END = "trigger.endAt";

  private final String where;
  private final List<Problem> problems = new ArrayList<>();

  private QuartzSchedules(String where) {
    this.where = where;
  }

  /** A schedule, or what is wrong with it; neither if it has a custom calendar. */
  record Read(Optional<Schedule> schedule, List<Problem> problems) {}

  /** The schedule that an exchange comes from. */
  static Optional<Schedule> of(QuartzEndpoint quartz, String writeback, SchedulePolicy terms) {
    Map<String, String> parameters = new TreeMap<>();
    if (quartz.getTriggerParameters() != null) {
      quartz
          .getTriggerParameters()
          .forEach((name, value) -> parameters.put("trigger." + name, String.valueOf(value)));
    }
    if (quartz.getCron() != null) {
      parameters.put("cron", quartz.getCron());
    }
    if (quartz.getCustomCalendar() != null) {
      parameters.put("customCalendar", "");
    }
    String trigger = quartz.getGroupName() + "/" + quartz.getTriggerName();
    return read("", trigger, "", parameters, writeback, terms).schedule();
  }

  /**
   * The schedules of a route, one for each writeback that it starts.
   *
   * @param where what the route belongs to, for messages
   */
  static List<Read> of(RouteModel route, String where, Writebacks writebacks) {
    return (route.isScheduled() ? route.runActions() : List.<String>of())
        .stream().map(action -> of(route, action, where, writebacks)).toList();
  }

  private static Read of(RouteModel route, String action, String where, Writebacks writebacks) {
    try {
      // What is wrong with these is reported by the check of the Kamelet.
      Settings settings = writebacks.settings(action, where);
      String uri = writebacks.placeholders().resolve(route.input());
      String path = uri.substring(SCHEME.length()).split("\\?", 2)[0].replaceFirst("^//", "");
      return read(
          where,
          path.contains("/") ? path : "Camel/" + path,
          route.id(),
          RouteModel.parameters(uri),
          settings.text("writeback").orElse(""),
          SchedulePolicy.of(settings));
    } catch (IllegalArgumentException e) {
      String message = "the schedule cannot be read: " + e.getMessage();
      return new Read(Optional.empty(), List.of(new Problem(Code.BAD_SCHEDULE, where, message)));
    }
  }

  private static Read read(
      String where,
      String trigger,
      String route,
      Map<String, String> parameters,
      String writeback,
      SchedulePolicy terms) {
    QuartzSchedules reading = new QuartzSchedules(where);
    String cron = parameters.get("cron");
    CronTiming timing = cron == null ? null : reading.cron(cron, parameters);
    Duration every = cron == null ? reading.every(parameters) : null;
    // One trigger may start several writebacks, whose fires are recorded separately.
    String name = trigger.endsWith("/" + writeback) ? trigger : trigger + ":" + writeback;
    boolean known = reading.problems.isEmpty() && !parameters.containsKey("customCalendar");
    return new Read(
        known
            ? Optional.of(new Schedule(name, route, writeback, timing, every, terms))
            : Optional.empty(),
        List.copyOf(reading.problems));
  }

  private CronTiming cron(String cron, Map<String, String> parameters) {
    String zoneName = parameters.get("trigger.timeZone");
    if (zoneName != null && !ZONES.contains(zoneName) && !zoneName.matches(OFFSET)) {
      problem(
          "trigger.timeZone is \"%s\", which is not a time zone, and Quartz would use GMT;"
              + " allowed is a name such as Europe/Vienna, UTC or GMT+02:00",
          zoneName);
      return null;
    }
    TimeZone zone = zoneName == null ? TimeZone.getDefault() : TimeZone.getTimeZone(zoneName);
    Instant from = date(parameters, START, CronTiming.ALWAYS);
    Instant until = date(parameters, END, CronTiming.EVER);
    String expression = cron.replace('+', ' ').strip();
    try {
      CronTiming timing = new CronTiming(expression, zone, from, until);
      // One with past fires only is valid: its last fire may have to be caught up on.
      if (!timing.everFires()) {
        problem("%s never fires", timing.text());
      }
      return timing;
    } catch (IllegalArgumentException e) {
      problem(
          "cron \"%s\" is not a Quartz cron expression (seconds first; ? for the day field that"
              + " is not used): %s",
          expression, e.getMessage());
      return null;
    }
  }

  private Instant date(Map<String, String> parameters, String name, Instant fallback) {
    String text = parameters.get(name);
    if (text == null) {
      return fallback;
    }
    try {
      Date date = new SimpleDateFormat(DATE, Locale.ROOT).parse(text);
      return date.toInstant();
    } catch (ParseException e) {
      problem("%s is \"%s\", allowed is a time such as 2026-12-06T02:00:00UTC", name, text);
      return fallback;
    }
  }

  private Duration every(Map<String, String> parameters) {
    String interval = parameters.get("trigger.repeatInterval");
    String count = parameters.getOrDefault("trigger.repeatCount", "-1");
    if (interval == null) {
      problem("has neither cron nor trigger.repeatInterval, and would fire each second");
      return null;
    }
    if (!interval.matches("\\d{1,15}") || Long.parseLong(interval) < 1_000) {
      problem(
          "trigger.repeatInterval is \"%s\", allowed is a number of milliseconds, 1000 or more",
          interval);
      return null;
    }
    for (String bound : List.of(START, END)) {
      if (parameters.containsKey(bound)) {
        problem(
            "%s has no effect on trigger.repeatInterval: Quartz would fire at the first start,"
                + " and never stop; leave it out, or use cron",
            bound);
      }
    }
    if (!count.equals("-1")) {
      problem("trigger.repeatCount is \"%s\": a schedule has no end; leave it out", count);
    }
    return Duration.ofMillis(Long.parseLong(interval));
  }

  private void problem(String message, Object... values) {
    problems.add(new Problem(Code.BAD_SCHEDULE, where, message.formatted(values)));
  }
}
