package io.writeback.destination.workfront.account;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * Until when Workfront supports a version of its API (Adobe, "API version support schedule"). After
 * that it still answers until it is removed, which no answer announces.
 */
final class VersionSupport {
  /** From which release on a version has no support; release 26.10 is that of October 2026. */
  private static final Map<Integer, YearMonth> UNSUPPORTED_FROM =
      Map.of(
          16, YearMonth.of(2026, 4),
          17, YearMonth.of(2026, 10),
          18, YearMonth.of(2027, 4),
          19, YearMonth.of(2027, 10),
          20, YearMonth.of(2028, 4),
          21, YearMonth.of(2028, 10),
          22, YearMonth.of(2029, 4));

  private VersionSupport() {}

  /**
   * What a person should know of a version; empty if it is supported, or newer than the schedule.
   *
   * @param apiVersion as it stands in a URL: {@code v20.0}
   * @param key where it is set, for messages
   */
  static Optional<String> warning(String apiVersion, String key, Instant now) {
    int number = Integer.parseInt(apiVersion.substring(1, apiVersion.indexOf('.')));
    return Optional.ofNullable(UNSUPPORTED_FROM.get(number))
        .filter(end -> !YearMonth.from(now.atZone(ZoneOffset.UTC)).isBefore(end))
        .map(
            end ->
                "Workfront has not supported API version %s since release %d.%d (%s) and may remove it; set %s to a newer one"
                    .formatted(apiVersion, end.getYear() % 100, end.getMonthValue(), end, key));
  }
}
