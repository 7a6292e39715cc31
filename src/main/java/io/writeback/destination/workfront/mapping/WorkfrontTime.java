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

/**
 * A date, perhaps with a time, perhaps with an offset, in any of the forms that DataSets and
 * Workfront write: ISO with T or a blank, and Workfront's own {@code 2014-08-28T11:00:00:000-0400}
 * with a colon before the milliseconds (Workfront API basics).
 *
 * @param time null for a bare date
 * @param offset null if none is written
 */
public record WorkfrontTime(LocalDate date, LocalTime time, ZoneOffset offset) {
  private static final int LONGEST = 40;
  private static final int NANO_DIGITS = 9;

  /** Reads a text without blanks around it; empty if it is no date that exists. */
  public static Optional<WorkfrontTime> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Text(text).read());
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

  /** Reads a text from left to right; a {@link DateTimeException} says that it has another form. */
  private static final class Text {
    private final String text;
    private int at;

    private Text(String text) {
      this.text = text;
    }

    private WorkfrontTime read() {
      int year = number(4);
      require('-');
      int month = number(2);
      require('-');
      LocalDate date = LocalDate.of(year, month, number(2));
      if (at == text.length()) {
        return new WorkfrontTime(date, null, null);
      }
      if (!takes("Tt ")) {
        throw otherForm();
      }
      LocalTime time = time();
      takes(" ");
      return new WorkfrontTime(date, time, offset());
    }

    private LocalTime time() {
      int hour = number(2);
      require(':');
      int minute = number(2);
      int second = 0;
      int nanos = 0;
      if (takes(":")) {
        second = number(2);
        nanos = takes(".,:") ? nanos() : 0;
      }
      return LocalTime.of(hour, minute, second, nanos);
    }

    private int nanos() {
      int from = at;
      while (at < text.length() && at < from + NANO_DIGITS && digit() >= 0) {
        at++;
      }
      String digits = text.substring(from, at);
      if (digits.isEmpty()) {
        throw otherForm();
      }
      return Integer.parseInt(digits + "0".repeat(NANO_DIGITS - digits.length()));
    }

    /** The rest, null if there is none. */
    private ZoneOffset offset() {
      if (at == text.length()) {
        return null;
      }
      String rest = text.substring(at);
      if (rest.length() > 1) {
        if (!takes("+-")) {
          throw otherForm();
        }
        number(2);
        if (at < text.length()) {
          takes(":");
          number(2);
        }
        if (at < text.length()) {
          throw otherForm();
        }
      }
      return ZoneOffset.of(rest.toUpperCase(Locale.ROOT));
    }

    private int number(int digits) {
      int number = 0;
      for (int i = 0; i < digits; i++) {
        int digit = at < text.length() ? digit() : -1;
        if (digit < 0) {
          throw otherForm();
        }
        number = number * 10 + digit;
        at++;
      }
      return number;
    }

    /** That of the next character; negative if it is none of ASCII. */
    private int digit() {
      int digit = text.charAt(at) - '0';
      return digit > 9 ? -1 : digit;
    }

    private void require(char character) {
      if (at == text.length() || text.charAt(at++) != character) {
        throw otherForm();
      }
    }

    private boolean takes(String oneOf) {
      boolean found = at < text.length() && oneOf.indexOf(text.charAt(at)) >= 0;
      at += found ? 1 : 0;
      return found;
    }

    private static DateTimeException otherForm() {
      return new DateTimeException("it has another form");
    }
  }
}
