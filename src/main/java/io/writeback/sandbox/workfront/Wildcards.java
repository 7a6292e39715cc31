package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wildcards in a filter for the current time and the caller: {@code $$TODAY}, {@code $$NOW+2h},
 * {@code $$TODAYbm}, {@code $$USER.ID}.
 *
 * <p>The vendor's page on wildcard filter variables: they are in UTC, {@code b} and {@code e} are
 * the beginning and the end of a week from Sunday to Saturday, and an offset is relative to them.
 * Months, quarters and years with {@code b} and {@code e} are in the vendor's lessons.
 */
final class Wildcards {
  private static final Pattern DATE =
      Pattern.compile(
          "\\$\\$(?<base>TODAY|NOW)(?:(?<edge>[be])(?<period>[wmqy]?))?"
              + "(?:(?<sign>[+-])(?<count>\\d{1,4})(?<unit>[hdwmqy]))?");
  private static final int MONTHS_OF_QUARTER = 3;

  /** The single-valued properties of the caller. */
  private static final Set<String> OF_USER =
      Set.of(
          "ID",
          "name",
          "firstName",
          "lastName",
          "companyID",
          "categoryID",
          "homeGroupID",
          "homeTeamID",
          "roleID",
          "accessLevelID");

  private final LocalDateTime now;
  private final ObjectNode user;

  /**
   * @param now in UTC
   * @param user the caller
   */
  Wildcards(LocalDateTime now, ObjectNode user) {
    this.now = now;
    this.user = user;
  }

  /**
   * The time of a wildcard.
   *
   * @param wholeDay whether it is a day rather than an instant
   * @param end whether it is the end of that day
   */
  record Moment(LocalDateTime at, boolean wholeDay, boolean end) {}

  static boolean isWildcard(String text) {
    return text.startsWith("$$");
  }

  /** The time of a date wildcard. */
  Moment moment(String text) throws Refusal {
    Matcher parts = DATE.matcher(text);
    if (!parts.matches()) {
      throw Refusal.notImitated("the wildcard " + text + " for a date");
    }
    boolean today = parts.group("base").equals("TODAY");
    LocalDateTime at = today ? now.truncatedTo(ChronoUnit.DAYS) : now;
    boolean end = "e".equals(parts.group("edge"));
    if (parts.group("edge") != null) {
      at = edge(at, parts.group("period"), end);
    }
    if (parts.group("sign") != null) {
      at = moved(at, parts.group("sign") + parts.group("count"), parts.group("unit"));
    }
    boolean hours = "h".equals(parts.group("unit"));
    return new Moment(at, !hours && (today || parts.group("edge") != null), end && !hours);
  }

  private static LocalDateTime edge(LocalDateTime at, String period, boolean end) {
    LocalDateTime day = at.truncatedTo(ChronoUnit.DAYS);
    LocalDateTime begin =
        switch (period) {
          case "m" -> day.withDayOfMonth(1);
          case "q" ->
              day.withDayOfMonth(1).minusMonths((day.getMonthValue() - 1) % MONTHS_OF_QUARTER);
          case "y" -> day.withDayOfYear(1);
          default -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
        };
    if (!end) {
      return begin;
    }
    LocalDateTime next = moved(begin, "+1", period.isEmpty() ? "w" : period);
    return next.minusDays(1).with(LocalTime.MAX.truncatedTo(ChronoUnit.MILLIS));
  }

  private static LocalDateTime moved(LocalDateTime at, String count, String unit) {
    long number = Long.parseLong(count);
    return switch (unit) {
      case "h" -> at.plusHours(number);
      case "d" -> at.plusDays(number);
      case "w" -> at.plusWeeks(number);
      case "m" -> at.plusMonths(number);
      case "q" -> at.plusMonths(number * MONTHS_OF_QUARTER);
      default -> at.plusYears(number);
    };
  }

  /** The text of a caller wildcard. */
  String text(String wildcard) throws Refusal {
    Map<String, String> fixed = Map.of("$$USER", "ID", "$$USER.customerID", "customerID");
    String property = fixed.getOrDefault(wildcard, wildcard.replaceFirst("^\\$\\$USER\\.", ""));
    if (property.equals("customerID")) {
      return Workfront.customerId();
    }
    if (!OF_USER.contains(property) || !user.path(property).isTextual()) {
      throw Refusal.notImitated("the wildcard " + wildcard + ", or its user has no such value");
    }
    return user.get(property).asText();
  }
}
