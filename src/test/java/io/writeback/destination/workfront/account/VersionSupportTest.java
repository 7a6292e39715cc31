package io.writeback.destination.workfront.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionSupportTest {
  private static final String KEY = "account.workfront.api-version";

  @ParameterizedTest
  @CsvSource({
    "v16.0,2026-04-01T00:00:00Z,release 26.4 (2026-04)",
    "v17.0,2026-11-28T00:00:00Z,release 26.10 (2026-10)",
    "v20.0,2030-01-01T00:00:00Z,release 28.4 (2028-04)"
  })
  void says_since_when_a_version_has_no_support(String version, Instant now, String release) {
    assertThat(VersionSupport.warning(version, KEY, now).orElseThrow())
        .contains(version, release, KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "v16.0,2026-03-31T23:59:59Z",
    "v17.0,2026-09-30T23:59:59Z",
    "v20.0,2026-11-28T00:00:00Z",
    "v23.0,2040-01-01T00:00:00Z"
  })
  void says_nothing_of_a_version_that_is_supported_or_not_in_the_schedule(
      String version, Instant now) {
    assertThat(VersionSupport.warning(version, KEY, now)).isEmpty();
  }

  @Test
  void every_version_of_the_schedule_is_newer_than_the_one_before() {
    Instant now = Instant.parse("2028-05-01T00:00:00Z");

    assertThat(
            java.util.stream.IntStream.rangeClosed(16, 22)
                .filter(
                    number -> VersionSupport.warning("v" + number + ".0", KEY, now).isPresent()))
        .containsExactly(16, 17, 18, 19, 20);
  }
}
