package io.writeback.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Divides a host's limit among the processes of a ledger: what all of them have is never more than
 * the limit, each of those that want more than there is gets the same, and where there is less than
 * one for each they take turns.
 *
 * <p>The limit is learnt as {@link AdaptiveLimit} does, from what all processes report.
 *
 * @param known what was learnt; null before the first report
 * @param parts what the processes have, without those that are gone
 * @param quietUntil until when the host asks to wait, in milliseconds; 0 for never
 */
public record HostDivision(LearntLimit known, List<Part> parts, long quietUntil) {
  /** How long a process keeps its only request while others have none. */
  static final Duration TURN = Duration.ofSeconds(2);

  /**
   * What a process has.
   *
   * @param most how many requests it may have in flight, or still has
   * @param since when it began to have some, or to wait for that, in milliseconds
   */
  public record Part(String holder, int ceiling, int most, int wanted, int inFlight, long since) {}

  public HostDivision {
    parts = List.copyOf(parts);
  }

  /** What a report makes of it, and the part of who reports. */
  public record Divided(HostDivision after, Part mine, HostShare share) {}

  /**
   * @param now in milliseconds, by the clock of all processes
   */
  public Divided report(String holder, HostUse use, long now) {
    List<Part> others = parts.stream().filter(part -> !part.holder().equals(holder)).toList();
    Part before =
        parts.stream().filter(part -> part.holder().equals(holder)).findFirst().orElse(null);
    AdaptiveLimit limit = learnt(others, use, now);
    int free = limit.limit() - others.stream().mapToInt(Part::most).sum();
    int entitled = entitled(holder, others, before, use, limit.limit(), now);
    int most = Math.max(0, Math.min(free, entitled));
    // What is in flight is taken until it is answered.
    int taken = Math.max(use.inFlight(), most);
    long since = before == null || (before.most() > 0) != (taken > 0) ? now : before.since();
    Part mine = new Part(holder, use.ceiling(), taken, use.wanted(), use.inFlight(), since);
    long quiet =
        Math.max(quietUntil, use.quietFor().isZero() ? 0 : now + use.quietFor().toMillis());
    List<Part> all = new ArrayList<>(others);
    all.add(mine);
    return new Divided(
        new HostDivision(limit.state(), all, quiet),
        mine,
        new HostShare(
            most,
            entitled,
            limit.limit(),
            limit.change(),
            inFlight(others),
            Duration.ofMillis(Math.max(0, quiet - now))));
  }

  private AdaptiveLimit learnt(List<Part> others, HostUse use, long now) {
    int ceiling = others.stream().mapToInt(Part::ceiling).reduce(use.ceiling(), Math::min);
    int inFlight = inFlight(others) + use.inFlight();
    AdaptiveLimit limit =
        known == null ? new AdaptiveLimit(ceiling) : new AdaptiveLimit(ceiling, known, inFlight);
    long nanos = Duration.ofMillis(now).toNanos();
    if (inFlight == 0 && use.peak() == 0) {
      // Nothing happened: it may begin low again.
      limit.hasRoom(nanos);
      return limit;
    }
    limit.reached(inFlight(others) + use.peak(), nanos);
    use.throttled().forEach(request -> limit.refused(request, nanos));
    use.answered()
        .forEach(
            (change, times) -> {
              for (int i = 0; i < times; i++) {
                limit.taken(change, nanos);
              }
            });
    return limit;
  }

  private static int inFlight(List<Part> parts) {
    return parts.stream().mapToInt(Part::inFlight).sum();
  }

  /** What it should have once the others have given back what is too much. */
  private static int entitled(
      String holder, List<Part> others, Part before, HostUse use, int limit, long now) {
    if (use.wanted() == 0) {
      return 0;
    }
    List<Part> wanting =
        new ArrayList<>(others.stream().filter(part -> part.wanted() > 0).toList());
    if (limit <= wanting.size()) {
      Part me =
          new Part(
              holder,
              use.ceiling(),
              before == null ? 0 : before.most(),
              use.wanted(),
              use.inFlight(),
              before == null ? now : before.since());
      wanting.add(me);
      wanting.sort(
          Comparator.comparing((Part part) -> turn(part, now))
              .thenComparing(Part::since)
              .thenComparing(Part::holder));
      return wanting.indexOf(me) < limit ? 1 : 0;
    }
    int left = limit;
    int sharing = wanting.size() + 1;
    wanting.sort(Comparator.comparing(Part::wanted));
    for (Part other : wanting) {
      if (other.wanted() >= Math.min(use.wanted(), left / sharing)) {
        break;
      }
      left -= other.wanted();
      sharing--;
    }
    int remainder = left % sharing;
    // What cannot be divided goes to the first by name, so that all agree.
    long earlier = wanting.stream().filter(part -> part.holder().compareTo(holder) < 0).count();
    return Math.min(use.wanted(), left / sharing + (earlier < remainder ? 1 : 0));
  }

  /** First who is in its turn, then who waits, then who had it. */
  private static int turn(Part part, long now) {
    if (part.most() == 0) {
      return 1;
    }
    return now - part.since() < TURN.toMillis() ? 0 : 2;
  }
}
