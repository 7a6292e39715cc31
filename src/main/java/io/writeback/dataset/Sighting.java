package io.writeback.dataset;

import java.time.Instant;

/**
 * When a state of a source was first seen.
 *
 * @param version the state, as {@link SourceState#version()}
 * @param at by the source's clock if the source sends its time, else by ours
 */
public record Sighting(String version, Instant at) {
  /** A state that has settled, whatever its age. */
  public static Sighting settled(String version) {
    return new Sighting(version, Instant.EPOCH);
  }
}
