package io.writeback.console;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * The fires of all schedules in a week.
 *
 * @param zones the zones that schedules are in
 * @param zone the one that the week is shown in
 * @param notes what the change of daylight saving does in this week, one sentence each
 */
public record SchedulesPage(
    List<Day> days,
    List<ZoneId> zones,
    ZoneId zone,
    LocalDate earlier,
    LocalDate later,
    List<String> notes,
    List<Listed> schedules) {
  public SchedulesPage {
    days = List.copyOf(days);
    zones = List.copyOf(zones);
    notes = List.copyOf(notes);
    schedules = List.copyOf(schedules);
  }

  /** A day of the week with its fires in their order. */
  public record Day(LocalDate date, boolean today, List<Fire> fires) {
    public Day {
      fires = List.copyOf(fires);
    }
  }

  /**
   * One fire, or many of an interval in one day.
   *
   * @param at the first of them
   * @param many "" for one; else how many
   */
  public record Fire(ZonedDateTime at, String shown, String writeback, String many, boolean past) {}

  /**
   * A schedule.
   *
   * @param last its last fire; "" if there was none
   * @param next its next fire in its own zone
   */
  public record Listed(String writeback, String route, String timing, String last, String next) {}
}
