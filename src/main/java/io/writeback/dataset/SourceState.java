package io.writeback.dataset;

import java.time.Instant;

/**
 * What a source says of its state.
 *
 * @param version identifies a state; "" if the source was never filled
 * @param movedAt when the source came into this state, by its own clock; null if it does not say
 * @param askedAt the time at the source when it answered, by its own clock; null if it does not say
 */
public record SourceState(String version, Instant movedAt, Instant askedAt) {}
