package io.writeback.dataset.domo;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the id of a DataSet in what people paste: the id, or the address of its page. */
final class DatasetId {
  static final String ALLOWED =
      "a DataSet id such as 4405ff58-1957-45f0-82bd-914d989a3ea3, or the address of the DataSet's"
          + " page (https://example.domo.com/datasources/4405ff58-…/details/overview)";

  private static final Pattern GUID =
      Pattern.compile(
          "(?<![0-9a-z-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z-])");

  private DatasetId() {}

  /** The id in lower case, as Domo writes it; throws {@link IllegalArgumentException} if none. */
  static String of(String text) {
    String lower = text.trim().toLowerCase(Locale.ROOT);
    Matcher matcher = GUID.matcher(lower);
    boolean whole = matcher.matches();
    boolean address = lower.startsWith("https://") || lower.startsWith("http://");
    if (!whole && !(address && matcher.reset().find())) {
      throw new IllegalArgumentException();
    }
    return matcher.group();
  }
}
