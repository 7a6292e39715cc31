package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk when writes share a commit: with SQLite, read by another connection. */
@Timeout(60)
class LedgerCommitsTest {
  private static final String RUN = "20260301-020000-000001";

  @TempDir Path folder;
  private LedgerStore store;
  private Ledger ledger;

  @BeforeEach
  void aLedgerWithOneRun() {
    store = LedgerStore.open(new LedgerAddress.InDirectory(folder), InstantSource.system());
    ledger = new Ledger(store);
    ledger.requests().accept(RunRequest.of(RUN, "the key", "project-status"));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static BatchIntent intent(int number) {
    return new BatchIntent(RUN, number, number * 10L + 1, number * 10L + 10, 10, 0, 0, "");
  }

  private static BatchAccount account(int number) {
    return new BatchAccount(intent(number), 10, 0, 0, 0, List.of(), List.of(), 1, 10, 100, false);
  }

  /**
   * How many commits are in the write-ahead log: its frames that end a transaction (bytes 4 to 7 of
   * a frame's header, see sqlite.org/fileformat2.html#walformat).
   */
  private int commits() throws IOException {
    ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("ledger.db-wal")));
    int frame = 24 + log.getInt(8);
    int commits = 0;
    for (int at = 32; at + frame <= log.capacity(); at += frame) {
      boolean current = log.getLong(at + 8) == log.getLong(16);
      commits += current && log.getInt(at + 4) != 0 ? 1 : 0;
    }
    return commits;
  }

  private List<Integer> numbersOnDisk() throws Exception {
    List<Integer> numbers = new ArrayList<>();
    try (Connection other = other();
        var rows =
            other.createStatement().executeQuery("select number from batch order by rowid")) {
      while (rows.next()) {
        numbers.add(rows.getInt(1));
      }
    }
    return numbers;
  }

  private Connection other() throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
  }

  @Test
  void ten_settles_at_once_take_fewer_than_ten_commits() throws Exception {
    for (int number = 0; number < 10; number++) {
      Batches.intend(ledger, intent(number), 1);
    }
    int before = commits();
    List<Thread> settling = new ArrayList<>();
    try (Connection other = other();
        Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
      for (int number = 0; number < 10; number++) {
        int mine = number;
        settling.add(new Thread(() -> Batches.settle(ledger, account(mine), 1, true)));
      }
      settling.forEach(Thread::start);
      // The one that is not waiting for the group before it is waiting for the other connection.
      await()
          .until(
              () ->
                  settling.stream().filter(one -> one.getState() == Thread.State.WAITING).count()
                      == 9);
      assertThat(commits()).isEqualTo(before);
      statement.execute("rollback");
    }
    for (Thread one : settling) {
      one.join();
    }

    assertThat(ledger.batches().totals(RUN).tally().confirmed()).isEqualTo(100);
    assertThat(commits() - before).isLessThanOrEqualTo(2);
  }

  @Test
  void whoever_is_fenced_out_does_not_keep_the_others_from_the_disk() throws Exception {
    Intents shutOut = ledger.intents(7);
    Intents mine = ledger.intents(1);
    Runnable first = mine.add(intent(0), FingerprintChange.NONE);
    Runnable fenced = shutOut.add(intent(1), FingerprintChange.NONE);
    Runnable second = mine.add(intent(1), FingerprintChange.NONE);

    assertThatThrownBy(fenced::run)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("taken over by another process");

    assertThat(numbersOnDisk()).containsExactly(0, 1);
    first.run();
    second.run();
  }

  @Test
  void after_an_intent_that_failed_none_of_its_run_is_written() throws Exception {
    Intents intents = ledger.intents(1);
    Runnable first = intents.add(intent(0), FingerprintChange.NONE);
    Runnable twice = intents.add(intent(0), FingerprintChange.NONE);
    Runnable third = intents.add(intent(1), FingerprintChange.NONE);

    first.run();

    assertThatThrownBy(twice::run).isInstanceOf(LedgerException.class);
    assertThatThrownBy(third::run).isInstanceOf(LedgerException.class);
    assertThatThrownBy(intents.add(intent(2), FingerprintChange.NONE)::run)
        .isInstanceOf(LedgerException.class);
    assertThat(numbersOnDisk()).containsExactly(0);
  }

  @Test
  void after_a_commit_that_failed_the_run_has_no_gap_although_the_disk_has_room_again()
      throws Exception {
    store.read(
        handle -> handle.createQuery("pragma max_page_count = 1").mapTo(String.class).findOne());
    Intents intents = ledger.intents(1);
    List<Runnable> all = new ArrayList<>();
    for (int number = 0; number < 3_000; number++) {
      all.add(intents.add(intent(number), FingerprintChange.NONE));
    }
    int written = 0;
    LedgerException full = null;
    while (full == null) {
      try {
        all.get(written).run();
        written++;
      } catch (LedgerException e) {
        full = e;
      }
    }
    store.read(
        handle ->
            handle.createQuery("pragma max_page_count = 1000000").mapTo(String.class).findOne());

    assertThat(full).hasMessageContaining("the disk is full");
    for (Runnable later : all.subList(written, all.size())) {
      assertThatThrownBy(later::run)
          .as("whichever comes first says why")
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("the disk is full");
    }
    List<Integer> numbers = numbersOnDisk();
    assertThat(numbers).hasSize(written).isSorted().doesNotHaveDuplicates();
    assertThat(ledger.batches().totals(RUN).brokenRanges()).isZero();
  }
}
