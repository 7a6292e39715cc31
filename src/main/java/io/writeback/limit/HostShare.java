package io.writeback.limit;

import java.time.Duration;

/**
 * The part of a host's limit that a process may use.
 *
 * @param most requests in flight at once; 0 if it has to wait for others
 * @param entitled how many it may have once other processes have given back what is too much
 * @param limit what the host takes of all processes, as far as that is learnt
 * @param change the state of that limit
 * @param others requests of other processes in flight, as they said last
 * @param quietFor how long the host asks all processes to wait; zero if it does not
 */
public record HostShare(
    int most, int entitled, int limit, int change, int others, Duration quietFor) {}
