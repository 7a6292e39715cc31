package io.writeback.rules;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;

/** Dates as people write them, by a pattern of Java's DateTimeFormatter, strictly. */
final class DateText {
  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2026, 11, 30, 14, 5, 9, 0, ZoneId.of("Europe/Vienna"));

  private static final String TIME_LETTERS = "hHkKmsSaAnN";

  private final DateTimeFormatter form;
  private final String sample;
  private final boolean hasTime;

  /**
   * @param locale whose names of months and days there are
   * @throws IllegalArgumentException if the pattern is none, or does not name a day
   */
  DateText(String pattern, Locale locale) {
    form =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern(years(pattern))
            .toFormatter(locale)
            .withResolverStyle(ResolverStyle.STRICT);
    TemporalAccessor read;
    try {
      sample = form.format(SAMPLE);
      read = form.parse(sample);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("a date cannot be read by it: " + e.getMessage(), e);
    }
    if (read.query(TemporalQueries.localDate()) == null) {
      throw new IllegalArgumentException(
          "it does not name a day: day (d), month (M) and year (y) are needed");
    }
    hasTime = read.query(TemporalQueries.localTime()) != null;
    if (!hasTime && letters(pattern).chars().anyMatch(c -> TIME_LETTERS.indexOf(c) >= 0)) {
      throw new IllegalArgumentException("its time is not whole: use HH:mm, or hh:mm with a");
    }
  }

  /** Strict dates have no year of an era: {@code y} means {@code u} unless there is an era. */
  private static String years(String pattern) {
    if (letters(pattern).indexOf('G') >= 0) {
      return pattern;
    }
    StringBuilder years = new StringBuilder();
    boolean quoted = false;
    for (char character : pattern.toCharArray()) {
      quoted ^= character == '\'';
      years.append(character == 'y' && !quoted ? 'u' : character);
    }
    return years.toString();
  }

  private static String letters(String pattern) {
    return pattern.replaceAll("'[^']*'", "");
  }

  boolean hasTime() {
    return hasTime;
  }

  /** How a date looks, for people. */
  String sample() {
    return sample;
  }

  /**
   * The date as ISO 8601: with time and offset if the pattern has them; empty if the text is
   * written in another way, or is no date that exists.
   */
  Optional<String> read(String text) {
    try {
      TemporalAccessor read = form.parse(text);
      LocalDate date = read.query(TemporalQueries.localDate());
      if (!hasTime) {
        return Optional.of(date.toString());
      }
      LocalTime time = read.query(TemporalQueries.localTime());
      ZoneId zone = read.query(TemporalQueries.zone());
      if (zone == null) {
        return Optional.of(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(date.atTime(time)));
      }
      ZoneOffset written = read.query(TemporalQueries.offset());
      ZoneOffset offset =
          written == null ? ZonedDateTime.of(date, time, zone).getOffset() : written;
      return Optional.of(
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(date.atTime(time).atOffset(offset)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
