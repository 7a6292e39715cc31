package io.writeback.ledger;

import java.time.Duration;

/**
 * How a process holds what it claims: the target of a run, or a duty.
 *
 * <p>Of a lease of 20 s, 16 s or more are left while all is well, as it is renewed every 4 s.
 * Nothing is sent with 4 s or less left, and what is on its way is cut off at 2 s: two seconds are
 * enough to close connections, also on a busy machine.
 *
 * @param holder the process, or the data directory that only one process uses
 * @param length until it has to have said again that it is alive
 * @param quarantine how long a request without an answer may still be carried out
 */
public record LeaseTerms(String holder, Duration length, Duration quarantine) {
  /** With less, a pause of the garbage collector would keep requests from being sent. */
  public static final Duration SHORTEST = Duration.ofSeconds(5);

  /** So that another process resumes the runs of one that was killed within 30 s. */
  public static final Duration STANDARD = Duration.ofSeconds(20);

  private static final Duration EVER = Duration.ofDays(36_500);

  /** For the one process of a data directory, which the directory's lock keeps alone. */
  public static LeaseTerms ever(Duration quarantine) {
    return new LeaseTerms("data-directory", EVER, quarantine);
  }

  /** Whether it has to be renewed. */
  public boolean expires() {
    return length.compareTo(EVER) < 0;
  }

  /** How often it is renewed. */
  public Duration betweenBeats() {
    return length.dividedBy(5);
  }

  /** Nothing begins to be sent with less time left than this. */
  public Duration leastToSend() {
    return length.dividedBy(5);
  }

  /** Nothing is on its way with less time left than this: it is cut off. */
  public Duration leastInFlight() {
    return length.dividedBy(10);
  }
}
