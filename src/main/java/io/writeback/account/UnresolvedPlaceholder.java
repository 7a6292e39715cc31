package io.writeback.account;

/** Why a placeholder has no value, in words for people that hold no part of a value. */
public final class UnresolvedPlaceholder extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public UnresolvedPlaceholder(String message) {
    super(message);
  }
}
