package io.writeback.changes;

import io.writeback.problem.Count;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How many rows may change.
 *
 * @param rows so many, if it is a number
 * @param part of all rows, if it is a part of them; else null
 * @param written as a person wrote it
 */
public record RowLimit(long rows, BigDecimal part, String written) {
  static final String ALLOWED = "a number of rows such as 500, or a part of them such as 5%";
  private static final Pattern ROWS = Pattern.compile("\\d{1,18}");

  /**
   * Reads {@code 500} or {@code 5%}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static RowLimit parse(String text) {
    BigDecimal part = Percentage.parse(text);
    if (part != null) {
      if (part.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException("more than 100% of the rows");
      }
      return new RowLimit(0, part, text);
    }
    if (!ROWS.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return new RowLimit(Long.parseLong(text), null, text);
  }

  /** What is over it, as a sentence. */
  Optional<String> over(PlannedRows planned) {
    long allowed = part == null ? rows : allowed(planned.total());
    if (planned.written() <= allowed) {
      return Optional.empty();
    }
    String unknown =
        planned.unknown() == 0
            ? ""
            : String.format(
                Locale.ROOT, " (%,d of them in fields that cannot be read)", planned.unknown());
    return Optional.of(
        part == null
            ? "%s would change%s; the budget allows %,d"
                .formatted(Count.of(planned.written(), "row"), unknown, allowed)
            : "%,d of %s would change%s, which is %s; the budget allows %s, which is %,d"
                .formatted(
                    planned.written(),
                    Count.of(planned.total(), "row"),
                    unknown,
                    share(planned),
                    written,
                    allowed));
  }

  private long allowed(long total) {
    return part.multiply(BigDecimal.valueOf(total)).setScale(0, RoundingMode.DOWN).longValue();
  }

  private static String share(PlannedRows planned) {
    return Percentage.about(
        BigDecimal.valueOf(planned.written())
            .divide(BigDecimal.valueOf(planned.total()), MathContext.DECIMAL64));
  }
}
