package io.writeback.sandbox.workfront;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as Workfront writes them: {@code 2014-08-28T11:00:00:000-0400}, with a colon before the
 * milliseconds.
 *
 * <p>Accepted are that form, ISO with an offset, and a time without zone, which is in the user's
 * zone; the sandbox's user is in UTC. A bare date is not accepted as a dateTime: no known client
 * sends one.
 */
final class DateTimes {
  private static final DateTimeFormatter PRINT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss:SSSxx");
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:[:.](\\d{3}))?(Z|[+-]\\d\\d:?\\d\\d)?");

  private DateTimes() {}

  /** The text in Workfront's own form at offset +0000; empty if invalid. */
  static Optional<String> dateTime(String text) {
    return offset(text).map(DateTimes::print);
  }

  /** The instant in UTC; empty if invalid. */
  static Optional<LocalDateTime> local(String text) {
    return offset(text)
        .map(moment -> moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
  }

  private static Optional<OffsetDateTime> offset(String text) {
    Matcher parts = DATE_TIME.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime local = LocalDateTime.parse(parts.group(1), LOCAL);
      if (parts.group(2) != null) {
        local = local.plusNanos(Long.parseLong(parts.group(2)) * 1_000_000);
      }
      ZoneOffset offset = parts.group(3) == null ? ZoneOffset.UTC : ZoneOffset.of(parts.group(3));
      return Optional.of(local.atOffset(offset));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The day of a date or a dateTime; empty if invalid. */
  static Optional<String> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text, DAY).toString());
    } catch (DateTimeException e) {
      return dateTime(text).map(whole -> text.substring(0, 10));
    }
  }

  static String print(OffsetDateTime moment) {
    return PRINT.format(moment.withOffsetSameInstant(ZoneOffset.UTC));
  }

  static String now() {
    return print(OffsetDateTime.now(ZoneOffset.UTC));
  }
}
