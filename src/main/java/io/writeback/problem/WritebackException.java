package io.writeback.problem;

import java.util.List;

/**
 * Something that a person has to know about: a code and a sentence, never a stack trace for a
 * user's mistake, never a secret.
 */
public class WritebackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public WritebackException(Code code, String message) {
    this(List.of(new Problem(code, "", message)), null);
  }

  public WritebackException(Code code, String message, Throwable cause) {
    this(List.of(new Problem(code, "", message)), cause);
  }

  protected WritebackException(List<Problem> problems, Throwable cause) {
    super(String.join("\n", problems.stream().map(Problem::toString).toList()), cause);
    this.problems = List.copyOf(problems);
  }

  /** All that is wrong, at least one. */
  public List<Problem> problems() {
    return problems;
  }

  /** The code of the first problem. */
  public Code code() {
    return problems.get(0).code();
  }
}
