package io.writeback.changes;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes as they may occur, the same for the same seed. */
final class SomeChanges {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "CUR",
          "CPL",
          "\"quoted\", with a comma",
          "two\r\nlines\tand \\ backslashes",
          "null",
          "true",
          "12.50",
          "-3",
          "1e400",
          "0012",
          "2026-07-01",
          "2026-07-01T08:00:00:000-0400",
          "2026-07-31 23:59",
          "=1+1",
          "\u001b[31mred\u0007",
          "Zoë 😀 日本",
          "half a pair \ud83d",
          "\u202egnirts\u0000",
          "long ".repeat(100));

  private final Random random;

  SomeChanges(long seed) {
    random = new Random(seed);
  }

  /** Changes of rows in order, each with one change or several. */
  List<Change> list(int rows) {
    List<Change> changes = new ArrayList<>();
    for (long row = 1; row <= rows; row++) {
      for (int field = random.nextInt(4); field < 4; field++) {
        changes.add(next(row, "field " + field));
      }
    }
    return changes;
  }

  Change next(long row, String field) {
    return new Change(row, "key " + text() + row, field, value(), value());
  }

  private Object value() {
    return switch (random.nextInt(7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt(4) == 0 ? random.nextLong() : (Long) (long) random.nextInt(5);
      case 3 -> decimal();
      case 4 -> random.ints(random.nextInt(4), 0, 9).mapToObj(i -> text()).toList();
      default -> text();
    };
  }

  private BigDecimal decimal() {
    return switch (random.nextInt(3)) {
      case 0 -> new BigDecimal(new BigInteger(1_000, random).negate(), random.nextInt(900));
      case 1 -> new BigDecimal(BigInteger.valueOf(random.nextInt(9)), random.nextInt());
      default -> BigDecimal.valueOf(random.nextInt(1_000_000), 2);
    };
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }
}
