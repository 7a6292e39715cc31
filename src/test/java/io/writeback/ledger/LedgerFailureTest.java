package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each failure of the ledger names the file and what to do. */
class LedgerFailureTest {
  private static final String RUN = "20260301-020000-000001";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void aLedgerWithOneRun() {
    file = folder.resolve("ledger.db");
    try (Ledger ledger = open()) {
      ledger.requests().accept(RunRequest.of(RUN, "the key", "project-status"));
    }
  }

  private Ledger open() {
    return new Ledger(store());
  }

  private LedgerStore store() {
    return LedgerStore.open(new LedgerAddress.InDirectory(folder), InstantSource.system());
  }

  private void assertReports(ThrowingCallable work, String... words) {
    assertThatThrownBy(work)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(words);
  }

  @Test
  void a_disk_that_fills_up_in_the_middle_of_a_run_is_reported() {
    try (LedgerStore store = store();
        Ledger ledger = new Ledger(store)) {
      store.read(
          handle -> handle.createQuery("pragma max_page_count = 1").mapTo(String.class).findOne());

      assertReports(
          () -> {
            for (int number = 0; number < 10_000; number++) {
              Batches.intend(
                  ledger, new BatchIntent(RUN, number, number + 1L, number + 1L, 1, 0, 0, ""), 1);
            }
          },
          "the disk is full",
          "free space",
          "./writeback resume");
    }
  }

  @Test
  void what_was_written_before_the_disk_was_full_is_there_and_the_ledger_works_again() {
    try (LedgerStore store = store();
        Ledger ledger = new Ledger(store)) {
      store.read(
          handle -> handle.createQuery("pragma max_page_count = 1").mapTo(String.class).findOne());
      int written = untilFull(ledger);

      store.read(
          handle ->
              handle.createQuery("pragma max_page_count = 1000000").mapTo(String.class).findOne());
      Batches.intend(
          ledger, new BatchIntent(RUN, written, written + 1L, written + 1L, 1, 0, 0, ""), 1);

      assertThat(ledger.batches().totals(RUN).openBatches()).isEqualTo(written + 1L);
      assertThat(ledger.batches().totals(RUN).brokenRanges()).isZero();
    }
  }

  private static int untilFull(Ledger ledger) {
    for (int number = 0; ; number++) {
      try {
        Batches.intend(
            ledger, new BatchIntent(RUN, number, number + 1L, number + 1L, 1, 0, 0, ""), 1);
      } catch (LedgerException e) {
        return number;
      }
    }
  }

  @Test
  void a_disk_that_is_full_when_the_ledger_is_opened_is_reported() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeThat(command("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk.toString()))
        .as("only root may mount a small disk")
        .isZero();
    try {
      file = Files.copy(file, disk.resolve("ledger.db"));
      assertThatThrownBy(() -> Files.write(disk.resolve("more"), new byte[1 << 20]))
          .isInstanceOf(IOException.class);

      assertReports(
          () -> Ledger.open(new LedgerAddress.InDirectory(disk), InstantSource.system()),
          "the disk is full",
          "free space");
    } finally {
      assertThat(command("umount", disk.toString())).isZero();
    }
  }

  private static int command(String... words) throws InterruptedException {
    try {
      return new ProcessBuilder(words)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }

  /** SQLite takes a file for read-only whose header asks for a writer that it does not know. */
  @Test
  void a_file_that_may_not_be_written_is_reported() throws IOException {
    overwrite(18, new byte[] {3});

    assertReports(
        () -> {
          try (Ledger ledger = open()) {
            ledger.requests().accept(RunRequest.of("another", "another key", "project-status"));
          }
        },
        "may not be written",
        "give write access");
  }

  @ParameterizedTest
  @ValueSource(strings = {"r-xr-xr-x", "---------"})
  void a_folder_without_rights_is_reported(String rights) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights));
    try {
      assumeThat(Files.isWritable(folder)).as("nothing is refused to root").isFalse();

      assertReports(
          () -> {
            try (Ledger ledger = open()) {
              ledger.requests().accept(RunRequest.of("another", "another key", "project-status"));
            }
          },
          "access to the folder");
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void a_folder_in_place_of_the_file_is_reported() throws IOException {
    Files.delete(file);
    Files.createDirectory(file);

    assertReports(this::open, "cannot be opened", "that of a folder");
  }

  @Test
  void a_file_that_is_no_database_is_reported_and_left_unchanged() throws IOException {
    byte[] text = "this is a text, and a long one ".repeat(100).getBytes("US-ASCII");
    Files.write(file, text);

    assertReports(this::open, "is damaged, or is not a database", "backup");
    assertThat(file).hasBinaryContent(text);
  }

  @Test
  void a_damaged_page_is_reported() throws Exception {
    int page = Integer.parseInt(sql("select rootpage from sqlite_master where name = 'run'"));
    int size = Integer.parseInt(sql("pragma page_size"));
    overwrite((page - 1L) * size, new byte[size]);

    assertReports(
        () -> {
          try (Ledger ledger = open()) {
            ledger.history().list(null, List.of(RunState.values()), 20);
          }
        },
        "is damaged",
        "keep a copy",
        ".recover");
  }

  @Test
  void the_tables_of_another_program_are_reported_and_left_unchanged(@TempDir Path other)
      throws Exception {
    file = other.resolve("ledger.db");
    sql("create table invoices (id integer)");

    assertReports(
        () -> Ledger.open(new LedgerAddress.InDirectory(other), InstantSource.system()),
        "another program",
        "writeback.data-dir");
    assertThat(sql("select group_concat(name) from sqlite_master")).isEqualTo("invoices");
  }

  @Test
  void a_folder_that_cannot_be_made_is_reported() throws IOException {
    Path data = Files.createFile(folder.resolve("data")).resolve("below");

    assertThatThrownBy(
            () -> Ledger.open(new LedgerAddress.InDirectory(data), InstantSource.system()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(data.toString())
        .hasMessageContaining("set writeback.data-dir");
  }

  @Test
  void a_newer_ledger_is_refused_with_the_program_that_is_needed_and_left_unchanged()
      throws Exception {
    sql(
        "insert into flyway_schema_history select 99, '99', 'of the future', type,"
            + " 'V99__of_the_future.sql', 1, 'camel-writeback 9.8.7', installed_on, 1, 1"
            + " from flyway_schema_history where installed_rank = 1");

    assertReports(
        this::open, "newer program", "schema 99", "camel-writeback 9.8.7", "use that version");
    assertThat(sql("select count(*) from run")).isEqualTo("1");
    assertThat(sql("select max(installed_rank) from flyway_schema_history")).isEqualTo("99");
  }

  @Test
  void every_migration_is_signed_with_the_program_that_made_it() throws Exception {
    assertThat(sql("select group_concat(distinct installed_by) from flyway_schema_history"))
        .startsWith("camel-writeback ");
  }

  private void overwrite(long position, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(channel.write(ByteBuffer.wrap(bytes), position)).isEqualTo(bytes.length);
    }
  }

  private String sql(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      if (!statement.execute(text)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }
}
