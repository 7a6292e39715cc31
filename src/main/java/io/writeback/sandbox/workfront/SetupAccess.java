package io.writeback.sandbox.workfront;

import java.util.Locale;

/** The caller's access to the set-up: custom fields, their options and custom forms. */
public enum SetupAccess {
  GRANTED,
  /** Every call is 403. */
  REFUSED,
  /** Searches find nothing and return 200, as users report of accounts with few permissions. */
  EMPTY;

  /** Reads {@code granted}, {@code refused} or {@code empty}. */
  public static SetupAccess of(String text) {
    for (SetupAccess access : values()) {
      if (access.toString().equals(text)) {
        return access;
      }
    }
    throw new IllegalArgumentException(
        "setupAccess is granted, refused or empty, not '" + text + "'");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
