package io.writeback.destination;

import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.discovery.Discovery;
import java.util.List;
import java.util.Optional;

/**
 * A kind of destination, as a route names it: {@code workfront}. It has no state and a public
 * constructor without parameters, and registers itself by a line in {@code
 * META-INF/services/io.writeback.destination.DestinationType}.
 */
public interface DestinationType {
  String name();

  /** The step of a route that sends to it, with its options. */
  RouteStep step();

  /** The keys that its accounts may have, below {@code account.NAME.}. */
  default List<Option<?>> accountKeys() {
    return List.of();
  }

  /** How {@code discover} is called for it, for the help of the command. */
  default List<Discovery.Usage> discoveryUsage() {
    return List.of();
  }

  /**
   * Whether a person may mean a target by a name: all of it, its end, or what the destination's own
   * people call it.
   *
   * @param target one of this destination, as {@link Destination#target} has it
   */
  default boolean isNamed(String target, String name) {
    return target.equalsIgnoreCase(name)
        || target.regionMatches(
            true, target.length() - name.length() - 1, "/" + name, 0, name.length() + 1);
  }

  /**
   * The key of a record, as {@link Record#key} has it, from what a person calls the record.
   *
   * @param target where it is
   * @param name "" if the target is meant as a whole
   * @return empty if this can be no key
   */
  default Optional<String> key(String target, String name) {
    return Optional.of(name.strip()).filter(key -> !key.isEmpty());
  }

  /** How {@link #key} takes it, for people: {@code an ID of 32 hexadecimal digits}. */
  default String keyForm() {
    return "a key";
  }

  /** Its destinations in a process; touches no network. */
  Destinations connect(Resources resources);
}
