package io.writeback.destination.workfront.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.destination.workfront.mapping.WorkfrontTime;
import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateTimeFormTest {
  @ParameterizedTest
  @CsvSource({
    "WORKFRONT,2014-08-28T11:00:00.001-04:00,2014-08-28T11:00:00:001-0400",
    "ISO,2014-08-28T11:00:00.001-04:00,2014-08-28T11:00:00.001-0400",
    "ISO,2026-07-01T08:00:00Z,2026-07-01T08:00:00.000+0000",
    "WORKFRONT,1890-01-01T00:00:00+01:05:21,1889-12-31T22:54:39:000+0000",
    "ISO,1890-01-01T00:00:00+01:05:21,1889-12-31T22:54:39.000+0000"
  })
  void writes_the_moment_so_that_workfront_reads_its_instant(
      DateTimeForm form, String moment, String text) {
    assertThat(form.text(OffsetDateTime.parse(moment))).isEqualTo(text);
    assertThat(WorkfrontTime.withOffset(text).orElseThrow().toInstant())
        .isEqualTo(OffsetDateTime.parse(moment).toInstant());
  }
}
