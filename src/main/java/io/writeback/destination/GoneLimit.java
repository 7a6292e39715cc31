package io.writeback.destination;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many objects may be gone without a person being asked.
 *
 * @param objects so many, if it is a number
 * @param part of the objects that the writeback has written, if it is a part of them; else null
 * @param written as a person wrote it
 */
public record GoneLimit(long objects, BigDecimal part, String written) {
  public static final String ALLOWED =
      "a number of objects such as 50, or a part of them such as 10%";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern PART = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?) ?%");

  /**
   * Reads {@code 50} or {@code 10%}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static GoneLimit parse(String text) {
    Matcher part = PART.matcher(text);
    if (part.matches()) {
      BigDecimal share = new BigDecimal(part.group(1)).movePointLeft(2);
      if (share.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException("more than 100% of the objects");
      }
      return new GoneLimit(0, share, text);
    }
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return new GoneLimit(Long.parseLong(text), null, text);
  }

  @Override
  @JsonValue
  public String written() {
    return written;
  }

  /** How many of so many objects that may be. */
  public long of(long known) {
    return part == null
        ? objects
        : part.multiply(BigDecimal.valueOf(known)).setScale(0, RoundingMode.DOWN).longValue();
  }
}
