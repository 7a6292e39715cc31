package io.writeback.sandbox.workfront;

import java.util.Locale;

/** How {@code /<obj>/metadata} describes a custom field. */
public enum MetadataShape {
  /** Type, forms and options, as captured on a tenant of version 17 (654 entries, no other). */
  CAPTURED,
  /** Label, fieldType, flags and options, as native fields are described (inferred). */
  LABELLED;

  /** Reads {@code captured} or {@code labelled}. */
  public static MetadataShape of(String text) {
    for (MetadataShape shape : values()) {
      if (shape.toString().equals(text)) {
        return shape;
      }
    }
    throw new IllegalArgumentException("metadataShape is captured or labelled, not '" + text + "'");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
