package io.writeback.destination.dataworld;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file as a route gives it, and the names that runs make of it.
 *
 * @param base without the extension
 * @param extension {@code .csv}, or as it was given
 */
record FileName(String base, String extension) {
  /** data.world API, upload: 1 to 128 characters, no slash. */
  static final int LONGEST = 128;

  private static final String CSV = ".csv";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MM-dd-uuuu", Locale.ROOT);

  /** What a run appends. */
  enum Append {
    NONE,
    DATE,
    NUMBER
  }

  /**
   * Reads a name with or without {@code .csv}, which is never there twice.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static FileName parse(String text) {
    String name = text.strip();
    boolean extended = isExtended(name);
    int end = extended ? name.length() - CSV.length() : name.length();
    if (end == 0) {
      throw new IllegalArgumentException("it is only an extension");
    }
    if (name.contains("/")) {
      throw new IllegalArgumentException("a file name cannot have a /");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("it has an invisible character");
    }
    return new FileName(name.substring(0, end), extended ? name.substring(end) : CSV);
  }

  static boolean isExtended(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(CSV);
  }

  /** An extended name without its extension. */
  static String withoutExtension(String name) {
    return name.substring(0, name.length() - CSV.length());
  }

  /** The name that every run overwrites. */
  String plain() {
    return base + extension;
  }

  /** The name of a day. */
  String of(Instant time, ZoneId zone) {
    return base + "_" + DATE.format(time.atZone(zone)) + extension;
  }

  /** The name with a number. */
  String of(long number) {
    return base + "_" + number + extension;
  }

  /** The highest number that one of the names has; 0 if none has one. */
  long highest(Collection<String> names) {
    Pattern numbered =
        Pattern.compile(Pattern.quote(base) + "_(\\d{1,15})\\.csv", Pattern.CASE_INSENSITIVE);
    long highest = 0;
    for (String name : names) {
      Matcher found = numbered.matcher(name);
      if (found.matches()) {
        highest = Math.max(highest, Long.parseLong(found.group(1)));
      }
    }
    return highest;
  }
}
