package io.writeback.sandbox.http;

import java.util.Map;

/**
 * The counts of a service at one moment.
 *
 * @param requests requests received, the refused ones included, those of /sandbox not
 * @param recordsWritten writes that were committed
 * @param busyMillis how long requests were in work, all added up: what it grows by in a second is
 *     the mean number in flight, times 1,000
 * @param highestInFlight most requests that were in work at one moment, the refused ones included
 * @param byStatus answers by HTTP status; {@code dropped} for connections closed without an answer
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
