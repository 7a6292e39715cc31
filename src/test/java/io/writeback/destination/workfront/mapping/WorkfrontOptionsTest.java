package io.writeback.destination.workfront.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.config.Settings;
import io.writeback.destination.BatchPolicy;
import io.writeback.problem.Problem;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkfrontOptionsTest {
  private static Settings settings(Map<String, String> options) {
    return new Settings("routes/a.camel.yaml", "", options);
  }

  @Test
  void need_nothing_but_the_object() {
    Settings settings = settings(Map.of("object", "project"));
    WorkfrontOptions options = WorkfrontOptions.of(settings, 4);

    assertThat(settings.close()).isEmpty();
    assertThat(options)
        .isEqualTo(
            new WorkfrontOptions(
                ObjectType.writable("PROJ"),
                "ID",
                ColumnOverrides.NONE,
                java.util.List.of(),
                WorkfrontOptions.Unmatched.IGNORE,
                WorkfrontOptions.BlankCells.KEEP,
                ZoneOffset.UTC,
                true,
                new BatchPolicy(100, 4 << 20, 4, -1, 0.5, 1_000, true),
                Optional.empty(),
                WorkfrontOptions.Atomic.FALSE,
                WorkfrontOptions.WriteOnly.NAME,
                NewRows.NONE,
                Optional.empty()));
  }

  @Test
  void changed_rows_are_sent_and_every_row_each_week_unless_configured_otherwise() {
    Map<String, String> changed = Map.of("object", "project", "mode", "changed");
    Map<String, String> daily = new java.util.LinkedHashMap<>(changed);
    daily.put("fullEvery", "1d");

    assertThat(WorkfrontOptions.of(settings(changed), 4).fullEvery())
        .contains(java.time.Duration.ofDays(7));
    assertThat(WorkfrontOptions.of(settings(daily), 4).fullEvery())
        .contains(java.time.Duration.ofDays(1));
  }

  @Test
  void take_every_option_of_the_sink() {
    Settings settings =
        settings(
            Map.ofEntries(
                Map.entry("object", "issue"),
                Map.entry("idColumn", "Workfront ID"),
                Map.entry("columns", "a=b"),
                Map.entry("unmatchedColumns", "fail"),
                Map.entry("blankCells", "distinguish"),
                Map.entry("zone", "Europe/Vienna"),
                Map.entry("mode", "full"),
                Map.entry("fullEvery", "7d"),
                Map.entry("batchSize", "50"),
                Map.entry("concurrency", "2"),
                Map.entry("maxFailedRecords", "0"),
                Map.entry("errorThreshold", "0.1"),
                Map.entry("account", "workfront-emea")));
    WorkfrontOptions options = WorkfrontOptions.of(settings, 4);

    assertThat(settings.close()).isEmpty();
    assertThat(options.object().code()).isEqualTo("OPTASK");
    assertThat(WorkfrontOptions.ACCOUNT.in(settings)).isEqualTo("workfront-emea");
    assertThat(options.idColumn()).isEqualTo("Workfront ID");
    assertThat(options.unmatchedColumns()).isEqualTo(WorkfrontOptions.Unmatched.FAIL);
    assertThat(options.blankCells()).isEqualTo(WorkfrontOptions.BlankCells.DISTINGUISH);
    assertThat(options.zone()).isEqualTo(ZoneId.of("Europe/Vienna"));
    assertThat(options.policy()).isEqualTo(new BatchPolicy(50, 4 << 20, 2, 0, 0.1, 1_000, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "object|projects|did you mean project?",
        "object|GOAL|among the objects that can be edited",
        "columns|a|not column=field",
        "columns|ID=name|names \"ID\", the idColumn",
        "unmatchedColumns|drop|one of ignore, fail",
        "blankCells|null|one of keep, clear, distinguish",
        "zone|Vienna|a time zone such as UTC",
        "mode|delta|one of full, changed",
        "fullEvery|week|a duration",
        "batchSize|101|from 1 to 100",
        "batchSize|0|from 1 to 100",
        "concurrency|5|account.workfront.max-concurrency is 4",
        "concurrency|33|from 1 to 32",
        "maxFailedRecords|-1|from 0",
        "errorThreshold|50%|from 0 to 1",
        "batchSiez|10|did you mean batchSize?"
      })
  void name_each_mistake_by_option_and_what_is_allowed(String option, String value, String detail) {
    Map<String, String> given = new java.util.TreeMap<>(Map.of("object", "project"));
    given.put(option, value);
    Settings settings = settings(given);
    WorkfrontOptions options = WorkfrontOptions.of(settings, 4);

    assertThat(options.policy().records()).isPositive();
    assertThat(settings.close())
        .singleElement()
        .extracting(Problem::toString)
        .asString()
        .contains("routes/a.camel.yaml: " + option)
        .contains(detail);
  }

  @Test
  void name_all_mistakes_at_once() {
    Settings settings = settings(Map.of("batchSize", "x", "zone", "y", "mode", "delta"));
    WorkfrontOptions options = WorkfrontOptions.of(settings, 4);

    assertThat(options.policy().records()).isEqualTo(100);
    assertThat(settings.close())
        .extracting(Problem::message)
        .map(message -> message.substring(0, message.indexOf(' ')))
        .isEqualTo(List.of("object", "zone", "batchSize", "mode"));
  }

  @Test
  void an_atomic_batch_is_searched_only_if_that_is_asked_for() {
    Settings whole = settings(Map.of("object", "project", "atomic", "true"));
    Settings searched = settings(Map.of("object", "project", "atomic", "bisect"));

    assertThat(WorkfrontOptions.of(whole, 4).policy().bisects()).isFalse();
    assertThat(WorkfrontOptions.of(searched, 4).policy().bisects()).isTrue();
  }

  @Test
  void an_object_that_is_written_one_by_one_has_no_atomic_batches() {
    Settings settings = settings(Map.of("object", "queuedef", "atomic", "true"));
    WorkfrontOptions.of(settings, 4);

    assertThat(settings.close().toString())
        .contains("WB-103", "atomic has no use for", "one by one");
  }
}
