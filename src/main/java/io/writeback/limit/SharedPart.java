package io.writeback.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a host's limit that this process has, of what all processes of a ledger may have in
 * flight. It is only good until a time: a process that was frozen, or cannot reach the ledger,
 * sends nothing with what others have by then.
 */
public final class SharedPart implements InFlightLimit {
  /** How often a part is asked for by who has too little, */
  private static final Duration LACKING = Duration.ofMillis(50);

  /** while the limit is still learnt, */
  private static final Duration GROWING = Duration.ofMillis(200);

  /** and else, so that others can have what is not used. */
  private static final Duration STEADY = Duration.ofMillis(500);

  private int ceiling;
  private int inFlight;
  private HostShare share = new HostShare(0, 0, 0, 0, 0, Duration.ZERO);
  private boolean given;
  private long goodUntil;

  /** Since it was last asked what was used. */
  private int peak;

  private int wanted;

  /** What was wanted when it was last asked. */
  private int reported;

  /** What was in flight then. */
  private int reportedInFlight;

  /**
   * Since what was used was reported, until the part that follows from it is known. The ledger may
   * have given others already whatever was not in flight then.
   */
  private boolean asking;

  private final Map<Integer, Integer> answered = new HashMap<>();
  private final List<Begun> throttled = new ArrayList<>();

  public SharedPart(int ceiling) {
    this.ceiling = ceiling;
  }

  @Override
  public int limit() {
    return share.most();
  }

  @Override
  public int inFlight() {
    return inFlight;
  }

  /** Not after a 429 that was not reported yet: the limit is lower now. */
  @Override
  public boolean hasRoom(long nanos) {
    int most = asking ? Math.min(share.most(), reportedInFlight) : share.most();
    return inFlight < most && isGood(nanos) && throttled.isEmpty();
  }

  /** Between its beginning and its first byte a process may have been frozen. */
  @Override
  public boolean mayLeave(long nanos) {
    return isGood(nanos);
  }

  private boolean isGood(long nanos) {
    return given && nanos - goodUntil < 0;
  }

  @Override
  public Begun begin(long nanos) {
    inFlight++;
    peak = Math.max(peak, inFlight);
    wants(0);
    return new Begun(share.change(), inFlight + share.others());
  }

  @Override
  public void answered(Begun request, long nanos) {
    inFlight--;
    answered.merge(request.change(), 1, Integer::sum);
  }

  @Override
  public void throttled(Begun request, long nanos) {
    inFlight--;
    throttled.add(request);
  }

  @Override
  public void lost(long nanos) {
    inFlight--;
  }

  @Override
  public void ceiling(int most) {
    ceiling = most;
  }

  @Override
  public int ceiling() {
    return ceiling;
  }

  private void wants(int waiting) {
    wanted = Math.max(wanted, inFlight + waiting);
  }

  /** What was used and is asked for; the next answer begins at zero. */
  public HostUse use(String host, int waiting, Duration quietFor) {
    wants(waiting);
    HostUse use =
        new HostUse(
            host,
            ceiling,
            inFlight,
            Math.min(wanted, ceiling),
            peak,
            answered,
            throttled,
            throttled.isEmpty() ? Duration.ZERO : quietFor);
    reported = use.wanted();
    reportedInFlight = inFlight;
    asking = true;
    peak = inFlight;
    wanted = inFlight + waiting;
    answered.clear();
    throttled.clear();
    return use;
  }

  /** What the host takes of all processes, as far as that is learnt; 0 if nothing is known. */
  public int limitOfAll() {
    return share.limit();
  }

  public void given(HostShare part, long until) {
    asking = false;
    share = part;
    goodUntil = until;
    given = true;
  }

  /**
   * Whether it is time to say what was used, and to ask for more or less.
   *
   * @param waiting how many requests wait
   * @param since how long ago that was done last
   */
  public boolean isDue(int waiting, Duration since, long nanos) {
    wants(waiting);
    if (!throttled.isEmpty()) {
      return true;
    }
    if (owes() || waiting > 0 && !hasRoom(nanos) && isLacking(nanos)) {
      return since.compareTo(LACKING) >= 0;
    }
    boolean used = share.most() > 0 || inFlight > 0 || wanted > 0;
    return used && since.compareTo(share.limit() < ceiling ? GROWING : STEADY) >= 0;
  }

  /** Whether others wait for what was in flight beyond the part, and is answered now. */
  private boolean owes() {
    return inFlight < reportedInFlight && reportedInFlight > share.most();
  }

  /** Whether another answer than the last one can be expected soon. */
  private boolean isLacking(long nanos) {
    return !isGood(nanos)
        || share.most() < share.entitled()
        || Math.min(wanted, ceiling) > reported;
  }
}
