package io.writeback.destination;

import java.util.regex.Pattern;

/**
 * Recognises the same refusal in different records.
 *
 * <p>If every record of a batch is refused with the same words once IDs and values are taken out,
 * the cause is the batch's and not the records'.
 */
public final class RefusalMessage {
  private static final Pattern DOUBLE_QUOTED = Pattern.compile("\"[^\"]*\"|“[^”]*”|«[^»]*»");

  /** An apostrophe inside a word (isn't) quotes nothing. */
  private static final Pattern SINGLE_QUOTED =
      Pattern.compile("(?<![\\p{L}\\p{N}])'[^']*'(?![\\p{L}\\p{N}])|‘[^’]*’");

  private static final Pattern ID =
      Pattern.compile(
          "(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})"
              + "(?![0-9A-Za-z])");

  /** Digits of a name such as V20_0 stay: they tell one cause from another. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}\\p{N}_])[+-]?\\d+(?:[.,:]\\d+)*(?![\\p{L}\\p{N}_])");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private RefusalMessage() {}

  /** The message with each ID, quoted value and number replaced by a sign. */
  public static String mask(String message) {
    String masked = DOUBLE_QUOTED.matcher(message).replaceAll("\"…\"");
    masked = SINGLE_QUOTED.matcher(masked).replaceAll("\"…\"");
    masked = ID.matcher(masked).replaceAll("#");
    masked = NUMBER.matcher(masked).replaceAll("#");
    return BLANKS.matcher(masked).replaceAll(" ").trim();
  }
}
