package io.writeback.ledger;

import java.time.Instant;

/**
 * A message about an alert, on its way through one channel.
 *
 * @param number the same on every channel, and greater than those of all messages before
 * @param recovered whether all is well again
 * @param since when the alert was raised
 * @param at when this message was written
 * @param runId the run that it is about; null if there is none
 * @param tries how often its delivery was begun
 */
public record AlertMessage(
    long number,
    String channel,
    String writeback,
    AlertRule rule,
    boolean recovered,
    Instant since,
    Instant at,
    String runId,
    String message,
    int tries,
    Instant tryAt) {}
