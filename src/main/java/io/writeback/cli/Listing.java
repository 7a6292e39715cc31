package io.writeback.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.writeback.camel.routes.TeamRoutes;
import io.writeback.ledger.AlertHistory;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunSummary;
import io.writeback.ledger.WatchedDataset;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import io.writeback.problem.Visible;
import io.writeback.schedule.Schedule;
import io.writeback.view.StateText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A writeback as {@code list} shows it.
 *
 * @param schedules when it runs next
 * @param watched the DataSets whose refresh starts it, as they were last seen
 * @param lastRun null if there was none
 * @param undelivered null if all results are where they belong
 */
record Listing(
    @JsonUnwrapped TeamRoutes.Listed writeback,
    List<Next> schedules,
    List<Watched> watched,
    Last lastRun,
    Undelivered undelivered) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss VV", Locale.ENGLISH);

  /**
   * A schedule.
   *
   * @param next the next fire, with the offset of its zone; null if there is none any more
   * @param shown the same for people
   */
  record Next(String route, String timing, Instant last, String next, String shown) {}

  /** A DataSet that is watched; what is not known is null. */
  record Watched(
      String dataset, String version, Code code, String reason, Instant since, String settling) {}

  record Last(String run, String state, String acceptedAt) {}

  /**
   * Results that are not where they belong.
   *
   * @param deliveries how many: each run has two, for its rows and for itself
   * @param run the oldest of their runs
   * @param since when it ended
   */
  record Undelivered(int deliveries, String run, Instant since) {}

  static Listing of(
      TeamRoutes.Listed writeback,
      List<Schedule> schedules,
      Optional<OpenedLedger> opened,
      Instant now) {
    return new Listing(
        writeback,
        schedules.stream()
            .filter(schedule -> schedule.writeback().equals(writeback.name()))
            .map(schedule -> next(schedule, opened, now))
            .toList(),
        opened
            .map(ledger -> ledger.ledger().watchedDatasets().of(writeback.name()))
            .orElse(List.of())
            .stream()
            .map(Listing::watched)
            .toList(),
        opened.flatMap(ledger -> last(ledger, writeback.name())).orElse(null),
        opened.flatMap(ledger -> undelivered(ledger, writeback.name())).orElse(null));
  }

  private static Optional<Undelivered> undelivered(OpenedLedger opened, String writeback) {
    List<AlertHistory.Undelivered> all = opened.ledger().alerts().undelivered(writeback);
    return all.stream()
        .findFirst()
        .map(oldest -> new Undelivered(all.size(), oldest.id(), oldest.since()));
  }

  private static Next next(Schedule schedule, Optional<OpenedLedger> opened, Instant now) {
    Optional<Instant> last =
        opened.flatMap(
            ledger -> ledger.ledger().schedules().lastFire(schedule.name(), schedule.timing()));
    boolean begins = schedule.cron() == null && last.isEmpty();
    Instant fire = begins ? null : schedule.next(last, now);
    if (fire == null) {
      String shown = begins ? "as soon as ./writeback start is up" : "never again";
      return new Next(schedule.route(), schedule.timing(), last.orElse(null), null, shown);
    }
    ZoneId zone =
        schedule.cron() == null ? ZoneOffset.UTC : schedule.cron().zone().toZoneId().normalized();
    ZonedDateTime local =
        fire.truncatedTo(ChronoUnit.SECONDS)
            .atZone(zone.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone);
    return new Next(
        schedule.route(),
        schedule.timing(),
        last.orElse(null),
        local.toOffsetDateTime().toString(),
        TIME.format(local));
  }

  private static Watched watched(WatchedDataset seen) {
    return new Watched(
        seen.dataset(),
        seen.version(),
        seen.code(),
        seen.reason(),
        seen.failingSince(),
        seen.moved() == null ? null : seen.moved().version());
  }

  private static Optional<Last> last(OpenedLedger opened, String writeback) {
    List<RunSummary> runs = opened.history().list(writeback, EnumSet.allOf(RunState.class), 1);
    return runs.stream()
        .findFirst()
        .map(
            summary ->
                new Last(
                    summary.run().id(),
                    StateText.state(summary.run().state(), opened.held(summary.run())),
                    StateText.time(summary.run().acceptedAt())));
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Visible.line(
            String.format(
                Locale.ROOT,
                "%-24s %s (%s)",
                writeback.name(),
                writeback.description(),
                writeback.file())));
    if (!writeback.triggers().isEmpty()) {
      lines.add(indented("started by " + String.join(", ", writeback.triggers())));
    }
    schedules.forEach(
        next ->
            lines.add(
                indented(
                    "next run   %s by %s, %s".formatted(next.shown, next.route, next.timing))));
    watched.forEach(seen -> lines.add(indented(watched(seen))));
    if (lastRun != null) {
      lines.add(
          indented(
              "last run   %s %s, accepted %s"
                  .formatted(lastRun.run, lastRun.state, lastRun.acceptedAt)));
    }
    if (undelivered != null) {
      lines.add(
          indented(
              "results    %s not delivered, the oldest since %s; see ./writeback show %s"
                  .formatted(
                      Count.of(undelivered.deliveries, "delivery is", "deliveries are"),
                      StateText.time(undelivered.since),
                      undelivered.run)));
    }
    return lines;
  }

  private static String watched(Watched seen) {
    return seen.code == null
        ? "watches    %s, filled %s%s"
            .formatted(
                seen.dataset,
                seen.version == null || seen.version.isEmpty() ? "never" : seen.version,
                seen.settling == null
                    ? ""
                    : "; the refresh at " + seen.settling + " has to settle before its run")
        : "watches    %s, which cannot be polled since %s: %s"
            .formatted(seen.dataset, seen.since, Visible.line(seen.reason));
  }

  private static String indented(String text) {
    return " ".repeat(25) + Visible.line(text);
  }
}
