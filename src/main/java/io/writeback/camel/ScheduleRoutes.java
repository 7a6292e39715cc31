package io.writeback.camel;

import io.writeback.config.Settings;
import io.writeback.problem.Problem;
import io.writeback.schedule.Schedule;
import io.writeback.schedule.SchedulePolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * The schedules of routes: those that begin with {@code quartz:} and start a writeback.
 *
 * @param schedules of routes that start by themselves, as far as they can be understood
 * @param problems what is wrong with the others
 */
record ScheduleRoutes(List<Schedule> schedules, List<Problem> problems) {
  /**
   * @param where what the routes belong to, as messages name it
   */
  static ScheduleRoutes of(CamelContext context, List<RouteDefinition> routes, String where) {
    List<Schedule> schedules = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (RouteDefinition route : routes) {
      if (!RouteCheck.input(route).startsWith(QuartzSchedules.SCHEME)) {
        continue;
      }
      for (String uri : RouteCheck.sends(route)) {
        if (!uri.startsWith(RouteCheck.RUN_ACTION)) {
          continue;
        }
        QuartzSchedules.Read read = read(context, route, uri, where);
        problems.addAll(read.problems());
        if (!"false".equals(route.getAutoStartup())) {
          read.schedule().ifPresent(schedules::add);
        }
      }
    }
    return new ScheduleRoutes(List.copyOf(schedules), problems.stream().distinct().toList());
  }

  private static QuartzSchedules.Read read(
      CamelContext context, RouteDefinition route, String action, String where) {
    try {
      Map<String, String> values = new LinkedHashMap<>();
      RouteCheck.parameters(action)
          .forEach((name, value) -> values.put(name, context.resolvePropertyPlaceholders(value)));
      // What is wrong with these is told by the check of the Kamelet.
      SchedulePolicy terms = SchedulePolicy.of(new Settings(where, "", values));
      return QuartzSchedules.of(
          where,
          context.resolvePropertyPlaceholders(RouteCheck.input(route)),
          route.getId(),
          values.getOrDefault("writeback", ""),
          terms);
    } catch (IllegalArgumentException e) {
      return new QuartzSchedules.Read(
          java.util.Optional.empty(),
          List.of(
              new Problem(
                  io.writeback.problem.Code.BAD_SCHEDULE,
                  where,
                  "the schedule cannot be read: " + e.getMessage())));
    }
  }
}
