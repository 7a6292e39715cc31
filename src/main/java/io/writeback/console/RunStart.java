package io.writeback.console;

/** How an operator lets a writeback run. */
enum RunStart {
  RUN("run"),
  FULL_RUN("full-run"),
  /** It shows what it would change, and waits for approval then. */
  PLAN("plan");

  private final String path;

  RunStart(String path) {
    this.path = path;
  }

  /** The last part of its address. */
  String path() {
    return path;
  }

  /** As a sentence of the log names such a run. */
  String words() {
    return path.replace('-', ' ');
  }
}
