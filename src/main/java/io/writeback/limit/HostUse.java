package io.writeback.limit;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a process did with its part of a host's limit since it last asked for one.
 *
 * @param host name and port
 * @param ceiling the most that its accounts allow, over all processes; 1 or more
 * @param inFlight requests that wait for their answer now
 * @param wanted the most that were in flight or waited for that, at once
 * @param peak the most that were in flight at once
 * @param answered how many were answered, by the state of the limit that they began under
 * @param throttled those that were answered 429
 * @param quietFor how long the host still asks us to wait; zero if it does not
 */
public record HostUse(
    String host,
    int ceiling,
    int inFlight,
    int wanted,
    int peak,
    Map<Integer, Integer> answered,
    List<InFlightLimit.Begun> throttled,
    Duration quietFor) {
  public HostUse {
    answered = Map.copyOf(answered);
    throttled = List.copyOf(throttled);
  }
}
