package io.writeback.destination.workfront.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date, perhaps with a time, perhaps with an offset, in any of the forms that DataSets and
 * Workfront write: ISO with T or a blank, and Workfront's own {@code 2014-08-28T11:00:00:000-0400}
 * with a colon before the milliseconds (Workfront API basics).
 *
 * @param time null for a bare date
 * @param offset null if none is written
 */
public record WorkfrontTime(LocalDate date, LocalTime time, ZoneOffset offset) {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})-(\\d{2})-(\\d{2})"
              + "(?:[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,:](\\d{1,9}))?)?"
              + " ?([Zz]|[+-]\\d{2}(?::?\\d{2})?)?)?");

  private static final int LONGEST = 40;
  private static final int NANO_DIGITS = 9;

  /** Reads a text without blanks around it; empty if it is no date that exists. */
  public static Optional<WorkfrontTime> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate date = LocalDate.of(number(form, 1), number(form, 2), number(form, 3));
      LocalTime time =
          form.group(4) == null
              ? null
              : LocalTime.of(number(form, 4), number(form, 5), number(form, 6), nanos(form));
      return Optional.of(new WorkfrontTime(date, time, offset(form.group(8))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The moment that a text names; empty if it is none, or has no offset. */
  public static Optional<OffsetDateTime> withOffset(String text) {
    return parse(text)
        .filter(time -> time.offset() != null)
        .map(time -> time.moment(time.offset()));
  }

  private static int number(Matcher form, int group) {
    return form.group(group) == null ? 0 : Integer.parseInt(form.group(group));
  }

  private static int nanos(Matcher form) {
    String fraction = form.group(7);
    return fraction == null
        ? 0
        : Integer.parseInt(fraction + "0".repeat(NANO_DIGITS - fraction.length()));
  }

  private static ZoneOffset offset(String text) {
    return text == null ? null : ZoneOffset.of(text.toUpperCase(Locale.ROOT));
  }

  /** The day in a zone: a date and time without offset is meant there already. */
  LocalDate day(ZoneId zone) {
    return time == null || offset == null
        ? date
        : date.atTime(time).atOffset(offset).atZoneSameInstant(zone).toLocalDate();
  }

  /**
   * The moment: a bare date is the start of its day. Where the clocks go forward, a time that does
   * not exist moves forward with them; where they go back, the earlier of the two is meant.
   */
  OffsetDateTime moment(ZoneId zone) {
    if (offset != null) {
      return date.atTime(time).atOffset(offset);
    }
    return (time == null ? date.atStartOfDay(zone) : ZonedDateTime.of(date, time, zone))
        .toOffsetDateTime();
  }
}
