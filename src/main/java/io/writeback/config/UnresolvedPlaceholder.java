package io.writeback.config;

/** A placeholder has no value; the message is for people and holds no part of a value. */
public final class UnresolvedPlaceholder extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String placeholder;

  /**
   * @param placeholder as it is written, such as {@code {{env:DOMO_SECRET}}}; "" if that is unknown
   * @param reason why it has no value
   */
  public UnresolvedPlaceholder(String placeholder, String reason) {
    super(reason);
    this.placeholder = placeholder;
  }

  String placeholder() {
    return placeholder;
  }
}
