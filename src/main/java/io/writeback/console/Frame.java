package io.writeback.console;

import io.writeback.view.StateText;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What every page has around its content.
 *
 * @param title of the page
 * @param section which part of the menu it belongs to
 * @param hasLogin whether there is a login to leave
 * @param now when it was made
 */
public record Frame(
    String title, String section, Visitor visitor, boolean hasLogin, Instant now, Assets assets) {
  /** The address of a file that pages use; another content has another address. */
  public String asset(String name) {
    return assets.address(name);
  }

  /** A time, to the second, in UTC. */
  public String time(Instant instant) {
    return StateText.time(instant).replace('T', ' ').replace("Z", " UTC");
  }

  /** How long ago a time is, or how far ahead: {@code 5 min ago}. */
  public String ago(Instant instant) {
    Duration since = Duration.between(instant, now);
    String length = length(since.abs());
    return since.abs().toSeconds() < 1
        ? "now"
        : since.isNegative() ? "in " + length : length + " ago";
  }

  /** One unit is enough to tell how long ago something was. */
  private static String length(Duration time) {
    if (time.toMinutes() < 1) {
      return time.toSeconds() + " s";
    }
    if (time.toHours() < 1) {
      return time.toMinutes() + " min";
    }
    return time.toDays() < 2 ? time.toHours() + " h" : time.toDays() + " days";
  }

  /** A number with commas; an empty place if it is not known. */
  public String count(Long number) {
    return number == null ? "" : String.format(Locale.ROOT, "%,d", number);
  }

  public String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
