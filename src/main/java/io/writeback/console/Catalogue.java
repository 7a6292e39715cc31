package io.writeback.console;

import io.writeback.schedule.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The writebacks of the routes that this process runs.
 *
 * @param writebacks by name
 * @param schedules of all of them
 */
public record Catalogue(List<Writeback> writebacks, List<Schedule> schedules) {
  /**
   * A writeback.
   *
   * @param file its route, relative to the routes
   * @param triggers the routes that start it
   * @param problems what is wrong with it
   */
  public record Writeback(
      String name, String description, String file, List<String> triggers, List<String> problems) {
    /** One that has runs, but no route here any more. */
    static Writeback withoutRoute(String name) {
      return new Writeback(
          name,
          "",
          "none",
          List.of(),
          List.of("this server has no route file for it: it cannot be run here"));
    }

    public Writeback {
      triggers = List.copyOf(triggers);
      problems = List.copyOf(problems);
    }
  }

  public Catalogue {
    writebacks = List.copyOf(writebacks);
    schedules = List.copyOf(schedules);
  }

  public Set<String> names() {
    return writebacks.stream().map(Writeback::name).collect(Collectors.toUnmodifiableSet());
  }

  Optional<Writeback> find(String name) {
    return writebacks.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  List<Schedule> schedulesOf(String writeback) {
    return schedules.stream().filter(one -> one.writeback().equals(writeback)).toList();
  }
}
