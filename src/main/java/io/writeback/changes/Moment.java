package io.writeback.changes;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date, perhaps with a time, perhaps with an offset, in the forms that DataSets and destinations
 * write: ISO with T or a blank, and Workfront's {@code 2014-08-28T11:00:00:000-0400}.
 *
 * @param time null of a bare date
 * @param offset null if none is written
 */
record Moment(LocalDate date, LocalTime time, ZoneOffset offset) {
  private static final int LONGEST = 40;
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)"
              + "(?:[Tt ](\\d\\d:\\d\\d(?::\\d\\d)?)(?:[.,:](\\d{1,9}))?"
              + " ?([Zz]|[+-]\\d\\d(?::?\\d\\d)?)?)?");

  static Optional<Moment> of(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Moment(
              LocalDate.parse(form.group(1)),
              form.group(2) == null ? null : time(form.group(2), form.group(3)),
              form.group(4) == null
                  ? null
                  : ZoneOffset.of(form.group(4).toUpperCase(Locale.ROOT))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalTime time(String time, String fraction) {
    return LocalTime.parse(fraction == null ? time : time + "." + fraction);
  }

  /**
   * The seconds until another moment. With a bare date only days count, as they are written; one
   * without an offset is taken to be in that of the other.
   */
  BigDecimal until(Moment later) {
    if (time == null || later.time == null) {
      return BigDecimal.valueOf(date.until(later.date, ChronoUnit.DAYS))
          .multiply(BigDecimal.valueOf(ChronoUnit.DAYS.getDuration().toSeconds()));
    }
    Duration until =
        Duration.between(
            date.atTime(time).toInstant(offsetBeside(later)),
            later.date.atTime(later.time).toInstant(later.offsetBeside(this)));
    BigDecimal seconds = BigDecimal.valueOf(until.getSeconds());
    return until.getNano() == 0
        ? seconds
        : seconds.add(BigDecimal.valueOf(until.getNano(), 9)).stripTrailingZeros();
  }

  private ZoneOffset offsetBeside(Moment other) {
    if (offset != null) {
      return offset;
    }
    return other.offset == null ? ZoneOffset.UTC : other.offset;
  }
}
