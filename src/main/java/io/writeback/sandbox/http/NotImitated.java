package io.writeback.sandbox.http;

/**
 * The answer to what the real service does and the sandbox does not: 501, in a form that no service
 * has, so that it cannot be mistaken for an answer of theirs.
 */
public final class NotImitated {
  private static final int NOT_IMPLEMENTED = 501;

  private NotImitated() {}

  /** The answer; {@code what} completes "The sandbox does not imitate". */
  public static Response answer(String what) {
    String text = "The sandbox does not imitate " + what + "; see docs/sandbox.md";
    return Response.text(
        NOT_IMPLEMENTED,
        "application/json;charset=UTF-8",
        Json.write(Json.object().put("sandboxError", text)));
  }
}
