package io.writeback.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.config.Configuration;
import io.writeback.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the keys below alert. may say. */
final class AlertSettingsTest {
  private final Map<String, String> keys = new LinkedHashMap<>();
  private Map<String, String> environment = Map.of();

  private AlertSettings settings() {
    return AlertSettings.of(
        new Configuration(Path.of(""), "application.properties", keys, environment));
  }

  @Test
  void without_a_key_all_rules_hold_and_no_channel_is_there() {
    AlertSettings settings = settings();

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.channels()).isEmpty();
    AlertRules rules = settings.rules("any");
    assertThat(rules.failed()).isTrue();
    assertThat(rules.paused()).isTrue();
    assertThat(rules.rejects()).contains(new Threshold(0, false));
    assertThat(rules.notStarted()).contains(Duration.ofMinutes(15));
    assertThat(rules.slow()).contains(3.0);
    assertThat(rules.fewRows()).contains(0.5);
    assertThat(rules.usualRuns()).isEqualTo(5);
  }

  @Test
  void a_writeback_has_what_it_sets_itself_and_else_what_all_have() {
    keys.put("alert.rejects", "2.5%");
    keys.put("alert.failed", "off");
    keys.put("alert.project-status.rejects", "100");
    keys.put("alert.project-status.not-started", "off");
    keys.put("alert.emea.plan.failed", "on");

    AlertSettings settings = settings();

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.rules("project-status").rejects()).contains(new Threshold(100, false));
    assertThat(settings.rules("project-status").notStarted()).isEmpty();
    assertThat(settings.rules("project-status").failed()).isFalse();
    assertThat(settings.rules("emea.plan").failed()).isTrue();
    assertThat(settings.rules("other").rejects().orElseThrow().of(1_000)).isEqualTo(25);
    assertThat(settings.rules("other").notStarted()).isPresent();
  }

  @Test
  void rules_for_a_writeback_that_does_not_exist_are_a_mistake() {
    keys.put("alert.project-stats.failed", "off");

    assertThat(settings().unknownWritebacks("f", Set.of("project-status")))
        .map(Problem::toString)
        .containsExactly(
            "WB-101 f: alert.project-stats.… is about a writeback that does not exist;"
                + " did you mean project-status?");
    assertThat(settings().unknownWritebacks("f", Set.of("project-stats"))).isEmpty();
  }

  @Test
  void headers_and_tokens_come_from_the_file_or_the_environment_and_are_never_printed() {
    keys.put("alert.webhook", "https://example.com/s3cret?key=s3cret");
    keys.put("alert.webhook-header.X-Api-Key", "s3cret");
    keys.put("alert.webhook-header.X-Team", "data");
    environment = Map.of("ALERT_WEBHOOK_TOKEN", "t");

    AlertSettings settings = settings();

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.webhookHeaders().get("X-Api-Key").reveal()).isEqualTo("s3cret");
    assertThat(settings.webhookHeaders().get("X-Team").reveal()).isEqualTo("data");
    assertThat(settings.webhookToken().orElseThrow().reveal()).isEqualTo("t");
    assertThat(settings.webhookHeaders().toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "failed | maybe | is \"maybe\", allowed is on or off",
        "w.failed | maybe | alert.w.failed is \"maybe\"",
        "rejects | -1 | allowed is off, a number of rows such as 100",
        "rejects | 101% | allowed is off",
        "rejects | 1.5 | allowed is off",
        "not-started | soon | allowed is off, or a duration",
        "slow | 1 | allowed is off, or a factor from 1.1",
        "few-rows | 0.5 | allowed is off, or a share from 1% to 99%",
        "usual-runs | 0 | allowed is a whole number from 1 to 20",
        "webhook | ftp://example.com/s3cret | is not an address",
        "webhook | https://me:s3cret@example.com | is not an address",
        "webhook | https://my_host/s3cret | has an underscore",
        "webhook | http://example.com/s3cret | is http",
        "slack | nothing | is not an address",
        "webhook-header.Host | s3cret | is not the name of a header that can be set",
        "webhook-header.a b | s3cret | is not the name of a header that can be set",
        "mail-server | http://example.com | is not an address",
        "mail-to | nobody | mail-to is \"nobody\"",
        "queue | a:b | allowed is a name of letters",
        "queue | alerts | needs a broker",
        "webhok | x | did you mean alert.webhook",
        "w.faild | x | alert.w.faild does not exist",
      })
  void a_mistake_is_reported_without_the_value_of_a_secret(
      String key, String value, String message) {
    keys.put("alert." + key, value);

    List<String> problems = settings().problems().stream().map(Problem::toString).toList();

    assertThat(problems).anyMatch(problem -> problem.contains(message));
    assertThat(problems).noneMatch(problem -> problem.contains("s3cret"));
  }
}
