package io.writeback.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.engine.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines of a server's log, by the configuration that is shipped. */
final class ServerLogTest {
  private static final String HOSTILE = "\u001b]0;owned\u0007\u009b31m\u202e\u200b\u2028\n\"x\"";

  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void configure() throws Exception {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(ServerLog.class.getResource("/io/writeback/logback.xml"));
  }

  private String line(
      Map<String, String> subject, Throwable failure, String message, Object... arguments) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    LoggingEvent event = new LoggingEvent("fqcn", root, Level.WARN, message, failure, arguments);
    event.setMDCPropertyMap(subject);
    ConsoleAppender<ILoggingEvent> appender =
        (ConsoleAppender<ILoggingEvent>) root.getAppender("STDERR");
    return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
  }

  private static JsonNode json(String line) throws Exception {
    assertThat(line).endsWith("}\n").hasLineCount(1);
    return new ObjectMapper().readTree(line);
  }

  @Test
  void a_text_line_ends_with_the_run_the_writeback_and_the_batch() {
    ServerLog.use(LogSettings.Format.TEXT, context);

    String line = line(Map.of("run", "r1", "writeback", "w", "batch", "7"), null, "slow {}", 3);

    assertThat(line).endsWith(" slow 3 run=r1 writeback=w batch=7\n");
  }

  @Test
  void a_text_line_of_no_run_ends_with_its_message() {
    ServerLog.use(LogSettings.Format.TEXT, context);

    assertThat(line(Map.of(), null, "slow")).endsWith(" slow\n");
  }

  @Test
  void a_text_line_says_no_fact_twice() {
    ServerLog.use(LogSettings.Format.TEXT, context);

    String line =
        line(
            Map.of("run", "r1", "writeback", "w"),
            null,
            "{}",
            LogEvent.ofRun("run ended", "r1", "w").with("rows", 3L));

    assertThat(line).endsWith(" run ended run=r1 writeback=w rows=3\n");
  }

  @Test
  void the_lines_of_a_command_for_people_have_their_message_only() {
    assertThat(line(Map.of("run", "r1", "writeback", "w"), null, "slow")).endsWith(" slow\n");
  }

  @Test
  void a_json_line_has_the_facts_of_an_event_as_fields() throws Exception {
    ServerLog.use(LogSettings.Format.JSON, context);

    JsonNode line =
        json(
            line(
                Map.of("run", "r1", "writeback", "w", "batch", "7"),
                null,
                "{}",
                LogEvent.ofRun("run ended", "r1", "w").with("rows", 3L).with("level", "high")));

    assertThat(line.get("message").asText()).isEqualTo("run ended");
    assertThat(line.get("level").asText()).as("ours, not the fact").isEqualTo("WARN");
    assertThat(line.get("run").asText()).isEqualTo("r1");
    assertThat(line.get("writeback").asText()).isEqualTo("w");
    assertThat(line.get("batch").isNumber()).isTrue();
    assertThat(line.get("batch").asInt()).isEqualTo(7);
    assertThat(line.get("rows").isNumber()).isTrue();
    assertThat(line.get("rows").asLong()).isEqualTo(3);
    assertThat(line.get("time").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(line.has("exception")).isFalse();
  }

  @Test
  void a_json_line_is_one_line_without_control_characters_and_the_same_value() throws Exception {
    ServerLog.use(LogSettings.Format.JSON, context);

    String line =
        line(
            Map.of("writeback", HOSTILE),
            new IllegalStateException("of " + HOSTILE),
            "refused: {}",
            HOSTILE);

    assertThat(line.strip()).matches("[\\x20-\\x7e]*");
    assertThat(json(line).get("message").asText()).isEqualTo("refused: " + HOSTILE);
    assertThat(json(line).get("writeback").asText()).isEqualTo(HOSTILE);
    assertThat(json(line).get("exception").asText())
        .contains("IllegalStateException: of " + HOSTILE, "ServerLogTest");
  }

  @Test
  void a_logging_configuration_of_someone_else_stays_as_it_is() {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var ours = root.getAppender("STDERR");
    root.detachAppender(ours);
    ours.setName("THEIRS");
    root.addAppender(ours);
    var encoder = ((ConsoleAppender<ILoggingEvent>) ours).getEncoder();

    ServerLog.use(LogSettings.Format.JSON, context);

    assertThat(((ConsoleAppender<ILoggingEvent>) ours).getEncoder()).isSameAs(encoder);
  }
}
