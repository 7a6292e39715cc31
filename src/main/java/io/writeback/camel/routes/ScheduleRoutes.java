package io.writeback.camel.routes;

import io.writeback.config.Settings;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.schedule.Schedule;
import io.writeback.schedule.SchedulePolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads the schedules of routes: those that begin with {@code quartz:} and start a writeback. */
final class ScheduleRoutes {
  private final UnaryOperator<String> placeholders;

  /**
   * @param placeholders fills in the placeholders of a value of a route; throws if it cannot
   */
  ScheduleRoutes(UnaryOperator<String> placeholders) {
    this.placeholders = placeholders;
  }

  /**
   * @param schedules of routes that start by themselves, as far as they can be understood
   * @param problems what is wrong with the others
   */
  record Read(List<Schedule> schedules, List<Problem> problems) {}

  /**
   * @param where what the routes belong to, as messages name it
   */
  Read read(List<RouteModel> routes, String where) {
    List<Schedule> schedules = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (RouteModel route : routes) {
      for (String action : route.isScheduled() ? route.runActions() : List.<String>of()) {
        QuartzSchedules.Read read = read(route, action, where);
        problems.addAll(read.problems());
        if (route.isStartedAutomatically()) {
          read.schedule().ifPresent(schedules::add);
        }
      }
    }
    return new Read(List.copyOf(schedules), problems.stream().distinct().toList());
  }

  private QuartzSchedules.Read read(RouteModel route, String action, String where) {
    try {
      Map<String, String> values = new LinkedHashMap<>();
      RouteModel.parameters(action)
          .forEach((name, value) -> values.put(name, placeholders.apply(value)));
      // What is wrong with these is reported by the check of the Kamelet.
      SchedulePolicy policy = SchedulePolicy.of(new Settings(where, "", values));
      return QuartzSchedules.of(
          where,
          placeholders.apply(route.input()),
          route.id(),
          values.getOrDefault("writeback", ""),
          policy);
    } catch (IllegalArgumentException e) {
      return new QuartzSchedules.Read(
          Optional.empty(),
          List.of(
              new Problem(
                  Code.BAD_SCHEDULE, where, "the schedule cannot be read: " + e.getMessage())));
    }
  }
}
