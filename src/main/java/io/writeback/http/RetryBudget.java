package io.writeback.http;

/**
 * How many of the requests of a run may be second and further tries: a part of all, and a few
 * whatever their number. A destination that fails for everybody is then not stormed by everybody's
 * tries.
 *
 * <p>Answers that only ask to come later (429) and new credentials (401) take nothing from it: the
 * first say nothing of the destination's health, the second happen once a login.
 */
public final class RetryBudget {
  /** Tries that a run has however few its requests are. */
  static final int FLOOR = 10;

  /** One try in so many requests. */
  static final int REQUESTS_A_RETRY = 10;

  private long requests;
  private long retries;

  /** A request goes out, for the first time or again. */
  public synchronized void sent() {
    requests++;
  }

  /**
   * Takes one try.
   *
   * @return false if there is none left
   */
  public synchronized boolean take() {
    if (retries >= Math.max(FLOOR, requests / REQUESTS_A_RETRY)) {
      return false;
    }
    retries++;
    return true;
  }

  /** Whether a failure of this kind takes a try. */
  public static boolean isFor(Outcome outcome) {
    return outcome == Outcome.UNREACHED || outcome == Outcome.UNKNOWN;
  }

  /** For people: {@code 12 retries (of 118 requests)}. */
  public synchronized String spent() {
    return retries + (retries == 1 ? " retry" : " retries") + " (of " + requests + " requests)";
  }
}
