package io.writeback.belief;

import java.util.Optional;

/**
 * What probes may write, as a person has asked for it.
 *
 * @param id of an object that may be written with the values that it has; empty if none may
 * @param creates whether an object may be created, which is deleted again
 */
public record ProbeWrites(Optional<String> id, boolean creates) {
  /** Probes only read. */
  public static final ProbeWrites NONE = new ProbeWrites(Optional.empty(), false);
}
