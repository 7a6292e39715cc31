package io.writeback.limit;

/**
 * What is known of the limit of a host, for the next one that asks, in whichever process. Times are
 * nanoseconds, as those of the events that it was learnt from.
 *
 * @param most requests in flight at once
 * @param change counts the changes of it
 * @param lowered the change that was the last way down
 * @param answers to requests that began under this limit
 * @param peak the most in flight since this limit holds
 * @param proven a limit that held for a round since the last way down; 0 for none
 * @param refused the least number in flight that was refused; 0 for none
 * @param refusedAt when that was
 * @param answersSince answers since then
 */
public record LearntLimit(
    int most,
    int change,
    int lowered,
    int answers,
    int peak,
    int proven,
    int refused,
    long refusedAt,
    int answersSince,
    long lastEvent) {}
