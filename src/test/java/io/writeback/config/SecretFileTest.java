package io.writeback.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SecretFileTest {
  @TempDir private Path home;

  private Settings settings(String... keysAndValues) {
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Settings(
        "application.properties",
        "account.a.",
        values,
        key -> Optional.empty(),
        home::resolve,
        UnaryOperator.identity());
  }

  private Path file(String text) throws IOException {
    Path file = Files.writeString(home.resolve("secret"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private String problem(Settings settings) {
    assertThat(settings.secret("token", "it is needed").reveal()).isEmpty();
    assertThat(settings.close()).hasSize(1);
    return settings.close().get(0).toString();
  }

  @Test
  void a_secret_may_be_in_a_file_and_the_line_ends_behind_it_are_none() throws IOException {
    file("hunter2 \r\n\n");
    Settings settings = settings("token-file", "secret");

    assertThat(settings.secret("token", "").reveal()).isEqualTo("hunter2 ");
    assertThat(settings.close()).isEmpty();
  }

  @Test
  void a_key_of_several_lines_keeps_them() throws IOException {
    file("-----BEGIN\nabc\n-----END\n");

    assertThat(settings("token-file", "secret").secret("token", "").reveal())
        .isEqualTo("-----BEGIN\nabc\n-----END");
  }

  @Test
  void what_is_wrong_with_a_file_is_reported_with_key_and_file() throws IOException {
    assertThat(problem(settings("token-file", "nowhere")))
        .isEqualTo(
            "WB-113 application.properties: account.a.token-file names %s, which is not there"
                .formatted(home.resolve("nowhere")));
    file("\n");
    assertThat(problem(settings("token-file", "secret"))).contains("WB-113", "is empty");
    file("x".repeat(70_000));
    assertThat(problem(settings("token-file", "secret")))
        .contains("WB-113", "is not a file of at most 65536 bytes");
    assertThat(problem(settings("token-file", "."))).contains("WB-113", "is not a file");
    Files.write(home.resolve("secret"), new byte[] {'h', 'u', 'n', (byte) 0xff});
    assertThat(problem(settings("token-file", "secret")))
        .contains("WB-113", "is not UTF-8 text")
        .doesNotContain("hun");
  }

  @Test
  void a_secret_that_is_there_twice_is_a_mistake() throws IOException {
    file("hunter2");

    assertThat(problem(settings("token-file", "secret", "token", "hunter3")))
        .isEqualTo(
            "WB-103 application.properties: account.a.token-file and account.a.token are both set;"
                + " keep one");
  }

  @Test
  void a_secret_that_is_nowhere_is_missing() {
    assertThat(problem(settings()))
        .isEqualTo("WB-102 application.properties: account.a.token is missing: it is needed");
  }

  @Test
  void a_file_that_everybody_can_read_is_warned_of_without_its_content() throws IOException {
    Files.setPosixFilePermissions(file("hunter2"), PosixFilePermissions.fromString("rw-r--r--"));
    Logger log = (Logger) LoggerFactory.getLogger(SecretFile.class);
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    log.addAppender(seen);
    try {
      assertThat(settings("token-file", "secret").secret("token", "").reveal())
          .isEqualTo("hunter2");
    } finally {
      log.detachAppender(seen);
    }

    assertThat(seen.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("account.a.token-file", "every user of this machine can read")
        .doesNotContain("hunter2");
  }
}
