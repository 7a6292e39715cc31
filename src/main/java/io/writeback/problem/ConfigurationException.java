package io.writeback.problem;

import java.util.List;

/** The configuration is wrong: all its mistakes at once. Nothing was sent. */
public final class ConfigurationException extends WritebackException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(List<Problem> problems) {
    super(problems, null);
  }

  public ConfigurationException(Code code, String where, String message) {
    this(List.of(new Problem(code, where, message)));
  }

  /**
   * Throws the mistakes.
   *
   * @throws ConfigurationException if there are any
   */
  public static void throwIfAny(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }
}
