package io.writeback.destination;

/** What a blank cell does to its field, where a rule of its column says so. */
public enum BlankCell {
  /** The field is left as it is. */
  KEEP,
  /** The field gets no value. */
  CLEAR
}
