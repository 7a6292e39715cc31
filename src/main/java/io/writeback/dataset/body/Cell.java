package io.writeback.dataset.body;

import io.writeback.dataset.ColumnType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Clob;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * A value as the text of a cell.
 *
 * @param text null for NULL
 * @param type what the value is; null for NULL
 */
public record Cell(String text, ColumnType type) {
  static final Cell NULL = new Cell(null, null);

  /** An object or an array: its column must not be read. */
  static final Cell NESTED = new Cell(null, ColumnType.STRING);

  private static final int LONG_BITS = 63;
  private static final int MOST_PLACES = 100;

  /**
   * A value of Java.
   *
   * @throws IllegalArgumentException if it has no text, saying what it is
   */
  public static Cell of(Object value) {
    if (value == null) {
      return NULL;
    }
    if (value instanceof CharSequence
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof UUID
        || value instanceof Enum<?>
        || value instanceof LocalTime
        || value instanceof java.sql.Time) {
      return text(value.toString());
    }
    if (value instanceof Number number) {
      return of(number);
    }
    Cell time = ofTime(value);
    if (time != null) {
      return time;
    }
    if (value instanceof Clob clob) {
      return text(read(clob));
    }
    throw new IllegalArgumentException("is a " + value.getClass().getSimpleName());
  }

  boolean isNested() {
    return text == null && type != null;
  }

  static Cell text(String text) {
    return new Cell(text, ColumnType.STRING);
  }

  private static Cell of(Number number) {
    if (number instanceof Double || number instanceof Float) {
      double value = number.doubleValue();
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        throw new IllegalArgumentException("is " + number);
      }
      return new Cell(new BigDecimal(number.toString()).toPlainString(), ColumnType.DOUBLE);
    }
    if (number instanceof BigDecimal decimal) {
      boolean isShort = decimal.scale() >= 0 && decimal.scale() <= MOST_PLACES;
      return new Cell(isShort ? decimal.toPlainString() : decimal.toString(), ColumnType.DECIMAL);
    }
    return new Cell(
        number.toString(),
        number instanceof BigInteger big && big.bitLength() > LONG_BITS
            ? ColumnType.DECIMAL
            : ColumnType.LONG);
  }

  /** Null if it is none. */
  private static Cell ofTime(Object value) {
    if (value instanceof java.sql.Date date) {
      return new Cell(date.toLocalDate().toString(), ColumnType.DATE);
    }
    if (value instanceof LocalDate) {
      return new Cell(value.toString(), ColumnType.DATE);
    }
    if (value instanceof java.sql.Timestamp time) {
      return ofTime(time.toLocalDateTime());
    }
    if (value instanceof java.util.Date date) {
      return new Cell(date.toInstant().toString(), ColumnType.DATETIME);
    }
    if (value instanceof ZonedDateTime zoned) {
      return ofTime(zoned.toOffsetDateTime());
    }
    if (value instanceof LocalDateTime local) {
      return new Cell(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local), ColumnType.DATETIME);
    }
    if (value instanceof OffsetDateTime moment) {
      return new Cell(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment), ColumnType.DATETIME);
    }
    return value instanceof Instant ? new Cell(value.toString(), ColumnType.DATETIME) : null;
  }

  private static String read(Clob clob) {
    try (Reader text = new BufferedReader(clob.getCharacterStream())) {
      StringBuilder all = new StringBuilder();
      char[] some = new char[1 << 12];
      for (int count = text.read(some); count >= 0; count = text.read(some)) {
        all.append(some, 0, count);
      }
      return all.toString();
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
