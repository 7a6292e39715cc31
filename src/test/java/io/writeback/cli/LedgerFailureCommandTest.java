package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunRequest;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failing ledger ends every command with one clear message and exit code 1. */
final class LedgerFailureCommandTest {
  private static final String COMMANDS = "runs;show last;rejects last;cancel last";

  @RegisterExtension private final Home home = new Home();
  private Path file;

  @BeforeEach
  void a_ledger() {
    file = home.path("data").resolve("ledger.db");
    try (Ledger ledger =
        Ledger.open(new LedgerAddress.InDirectory(home.path("data")), InstantSource.system())) {
      ledger.requests().accept(RunRequest.of("20260301-020000-00000a", "k", "project-status"));
    }
  }

  private void assertTold(Home.Done done, String... words) {
    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.err()).startsWith("WB-501 ").contains(file.toString()).contains(words);
    assertThat(done.err().strip().lines()).as("one message, no stack trace").hasSize(1);
  }

  @Test
  void a_damaged_ledger() throws IOException {
    Files.writeString(file, "this is a text, and a long one ".repeat(100));

    for (String command : COMMANDS.split(";")) {
      assertTold(home.run(command.split(" ")), "is damaged", "backup");
    }
  }

  @Test
  void a_newer_ledger() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into flyway_schema_history select 99, '99', 'of the future', type,"
              + " 'V99__of_the_future.sql', 1, 'camel-writeback 9.8.7', installed_on, 1, 1"
              + " from flyway_schema_history where installed_rank = 1");
    }

    for (String command : COMMANDS.split(";")) {
      assertTold(home.run(command.split(" ")), "camel-writeback 9.8.7");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--json"})
  void a_run_whose_ledger_may_not_be_written_sends_nothing(String json) throws IOException {
    readOnly();
    String id = "%032x".formatted(1);
    Sandbox sandbox = home.sandbox(SandboxSettings.onFreePorts());
    home.csvToWorkfront("projects", "projects.csv");
    home.file("projects.csv", "ID,Name\n" + id + ",x\n");

    Home.Done done = home.run(("run projects " + json).strip().split(" "));

    assertTold(done, "may not be written", "give write access");
    assertThat(sandbox.stats().requests()).isZero();
    if (!json.isEmpty()) {
      assertThat(done.json().at("/problems/0/code").asText()).isEqualTo("WB-501");
    }
  }

  /** SQLite takes a file for read-only whose header asks for a writer that it does not know. */
  private void readOnly() throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(18);
      bytes.write(3);
    }
  }
}
