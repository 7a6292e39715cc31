package io.writeback.belief;

import java.util.Arrays;

/** How sure a belief is, by the best source that there is for it. */
public enum Confidence {
  VENDOR_SPEC("vendor's spec"),
  VENDOR_CLIENT("vendor's client"),
  CAPTURE("capture"),
  FIELD_NOTE("field note"),
  NOTHING("nothing");

  private final String words;

  Confidence(String words) {
    this.words = words;
  }

  static Confidence of(String words) {
    return Arrays.stream(values())
        .filter(one -> one.words.equals(words))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no confidence is called " + words));
  }

  @Override
  public String toString() {
    return words;
  }
}
