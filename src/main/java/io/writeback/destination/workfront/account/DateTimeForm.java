package io.writeback.destination.workfront.account;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How a date with a time is written in a request; Workfront reads either. */
public enum DateTimeForm {
  /** {@code 2014-08-28T11:00:00:000-0400}, as Workfront itself writes (API basics). */
  WORKFRONT("uuuu-MM-dd'T'HH:mm:ss:SSSxx"),
  /** {@code 2014-08-28T11:00:00.000-0400}, as clients of others write. */
  ISO("uuuu-MM-dd'T'HH:mm:ss.SSSxx");

  private final DateTimeFormatter formatter;

  DateTimeForm(String pattern) {
    this.formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  /**
   * The text of a moment. Offsets of before about 1900 have seconds (the local mean time of
   * Vienna), for which neither form has a place: those are written in UTC.
   */
  public String text(OffsetDateTime moment) {
    boolean wholeMinutes = moment.getOffset().getTotalSeconds() % 60 == 0;
    return formatter.format(wholeMinutes ? moment : moment.withOffsetSameInstant(ZoneOffset.UTC));
  }
}
