package io.writeback.http;

import java.time.Duration;

/**
 * What the governor knows of a host.
 *
 * @param host name and port
 * @param limit how many requests it is given at once, as learnt from its 429s
 * @param ceiling the most that the accounts allow
 * @param waiting requests that wait for a place
 * @param throttledFor how long it still asks us to wait; zero if it does not
 */
public record HostState(
    String host, int limit, int ceiling, int inFlight, int waiting, Duration throttledFor) {}
