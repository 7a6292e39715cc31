package io.writeback.limit;

import java.time.Duration;

/**
 * How many requests a host is given at once, learnt from its 429s: up by one, down by half.
 *
 * <p>It begins low, doubles at first, and goes up by one each round, which is as many answers as it
 * allows requests, all begun under it, at a time when it was used to the full. The first 429 of a
 * burst takes it down; the others of the same burst began before that and say nothing new. It goes
 * back to the limit that held for a whole round just before, or to half if there is none. The
 * number in flight that was refused is remembered: below it the way up is free, but it is tried
 * again only now and then, since each such try costs about one 429.
 *
 * <p>Events come in from outside with their time, so that all of it can be simulated. Not safe for
 * threads by itself.
 */
public final class AdaptiveLimit implements InFlightLimit {
  /** Less than half of the least limit that a vendor publishes (Workfront: 10 threads). */
  static final int START = 4;

  /**
   * As long as nothing was refused it doubles up to this, still less than the least limit that a
   * vendor publishes: at a latency of a second, one more a round takes six seconds to ten.
   */
  static final int NEAR = 8;

  /** How long what was refused is not tried again. */
  static final Duration REMEMBERED = Duration.ofSeconds(20);

  /** And for how many answers, so that a slow host does not see a 429 in every hundred. */
  static final int REMEMBERED_ANSWERS = 300;

  /** After so long without a request it begins low again: what it knew may not hold any more. */
  static final Duration IDLE = Duration.ofMinutes(1);

  private static final int NOTHING = Integer.MAX_VALUE;

  private int ceiling;
  private int limit;
  private int inFlight;
  private long lastEvent;

  /** Counts the changes of the limit; a request carries the number that it began under. */
  private int change;

  /** The change that was the last way down. */
  private int lowered;

  /** Answers to requests that began under this limit. */
  private int answers;

  /** The most in flight since this limit holds; how much of it was used. */
  private int peak;

  /** A limit that held for a round since the last way down; 0 for none. */
  private int proven;

  /** The least number in flight that was refused, and when. */
  private int refused = NOTHING;

  private long refusedAt;
  private int answersSince;

  /**
   * @param ceiling the most, whatever the host would take; 1 or more
   */
  public AdaptiveLimit(int ceiling) {
    if (ceiling < 1) {
      throw new IllegalArgumentException("ceiling is 1 or more, not " + ceiling);
    }
    this.ceiling = ceiling;
    this.limit = Math.min(START, ceiling);
  }

  /**
   * One that knows what another knew.
   *
   * @param inFlight how many requests are in flight now
   */
  AdaptiveLimit(int ceiling, LearntLimit known, int inFlight) {
    this(ceiling);
    this.limit = Math.min(known.most(), ceiling);
    this.change = known.change();
    this.lowered = known.lowered();
    this.answers = known.answers();
    this.proven = known.proven();
    this.refused = known.refused() == 0 ? NOTHING : known.refused();
    this.refusedAt = known.refusedAt();
    this.answersSince = known.answersSince();
    this.lastEvent = known.lastEvent();
    this.inFlight = inFlight;
    this.peak = Math.max(known.peak(), inFlight);
  }

  LearntLimit state() {
    return new LearntLimit(
        limit,
        change,
        lowered,
        answers,
        peak,
        proven,
        refused == NOTHING ? 0 : refused,
        refusedAt,
        answersSince,
        lastEvent);
  }

  int change() {
    return change;
  }

  /** So many were in flight at once. */
  void reached(int level, long nanos) {
    peak = Math.max(peak, level);
    lastEvent = nanos;
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  public int inFlight() {
    return inFlight;
  }

  @Override
  public boolean hasRoom(long nanos) {
    if (inFlight == 0 && limit > START && nanos - lastEvent > IDLE.toNanos()) {
      to(START);
      proven = 0;
    }
    return inFlight < limit;
  }

  @Override
  public Begun begin(long nanos) {
    lastEvent = nanos;
    inFlight++;
    peak = Math.max(peak, inFlight);
    return new Begun(change, inFlight);
  }

  @Override
  public void answered(Begun request, long nanos) {
    over(nanos);
    taken(request.change(), nanos);
  }

  /**
   * The host took a request that is over.
   *
   * @param began the state of the limit that it began under
   */
  void taken(int began, long nanos) {
    answersSince++;
    if (began != change || ++answers < limit || peak < limit) {
      return;
    }
    proven = limit;
    if (limit >= refused) {
      refused = NOTHING;
    }
    boolean free = limit + 1 < refused;
    boolean again = nanos - refusedAt >= REMEMBERED.toNanos() && answersSince >= REMEMBERED_ANSWERS;
    if (limit < ceiling && (free || again)) {
      to(Math.min(ceiling, lowered == 0 && limit < NEAR ? Math.min(2 * limit, NEAR) : limit + 1));
    }
  }

  @Override
  public void throttled(Begun request, long nanos) {
    over(nanos);
    refused(request, nanos);
  }

  /** The host refused a request that is over. */
  void refused(Begun request, long nanos) {
    if (request.change() < lowered) {
      return;
    }
    // Which request of those in flight is refused is chance.
    refused = Math.max(peak, request.level());
    refusedAt = nanos;
    answersSince = 0;
    to(proven > 0 && proven < refused ? proven : Math.max(1, refused / 2));
    lowered = change;
    proven = 0;
  }

  @Override
  public void lost(long nanos) {
    over(nanos);
  }

  @Override
  public void ceiling(int most) {
    ceiling = most;
    if (limit > most) {
      to(most);
    }
  }

  @Override
  public int ceiling() {
    return ceiling;
  }

  private void over(long nanos) {
    inFlight--;
    lastEvent = nanos;
  }

  private void to(int newLimit) {
    limit = newLimit;
    change++;
    answers = 0;
    peak = 0;
  }
}
