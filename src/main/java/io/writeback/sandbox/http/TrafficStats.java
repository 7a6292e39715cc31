package io.writeback.sandbox.http;

import java.util.Map;

/**
 * The counts of a service at one moment.
 *
 * @param requests requests received, including refused ones, excluding /sandbox
 * @param recordsWritten writes that were committed
 * @param busyMillis total processing time of requests: its growth per second, divided by 1,000, is
 *     the mean number in flight
 * @param highestInFlight the most requests in progress at one moment, including refused ones
 * @param byStatus responses by HTTP status; {@code dropped} for connections closed without an
 *     answer
 * @param writesPerId committed writes by record id
 */
public record TrafficStats(
    long requests,
    long recordsWritten,
    long busyMillis,
    int highestInFlight,
    Map<String, Long> byStatus,
    Map<String, Long> writesPerId) {
  public TrafficStats {
    byStatus = Map.copyOf(byStatus);
    writesPerId = Map.copyOf(writesPerId);
  }
}
