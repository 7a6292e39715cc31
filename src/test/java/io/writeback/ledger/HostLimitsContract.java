package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.limit.HostShare;
import io.writeback.limit.HostUse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which part of a host's limit each process has. */
abstract class HostLimitsContract {
  private static final Duration LONG = Duration.ofHours(1);
  private static final int CEILING = 4;

  private Ledger ledger;
  private HostLimitStore limits;

  abstract LedgerAddress address();

  @BeforeEach
  void open() {
    ledger = Ledger.open(address(), InstantSource.system());
    limits = ledger.hostLimits();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void what_is_learnt_and_given_is_kept() {
    assertThat(limits.share("a", LONG, use(3, 0)).most()).isEqualTo(3);

    assertThat(limits.share("b", LONG, use(4, 0)).most()).isEqualTo(1);
    HostShare again = limits.share("a", LONG, use(3, 3));
    assertThat(again.limit()).isEqualTo(CEILING);
    assertThat(again.most()).isEqualTo(2);
  }

  @Test
  void hosts_have_nothing_to_do_with_each_other() {
    limits.share("a", LONG, use(4, 0));

    HostUse other = new HostUse("other:443", CEILING, 0, 4, 0, Map.of(), List.of(), Duration.ZERO);
    assertThat(limits.share("b", LONG, other).most()).isEqualTo(4);
  }

  @Test
  void what_is_given_back_is_free() {
    limits.share("a", LONG, use(4, 0));
    limits.giveBack("a");

    assertThat(limits.share("b", LONG, use(4, 0)).most()).isEqualTo(4);
  }

  @Test
  void the_part_of_a_process_that_died_is_free_after_its_lease() {
    limits.share("dead", Duration.ofMillis(300), use(4, 4));

    Awaitility.await().until(() -> limits.share("b", LONG, use(4, 0)).most() == CEILING);
  }

  @Test
  void many_processes_at_once_never_have_more_than_there_is() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    int[] had = new int[6];
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int process = 0; process < had.length; process++) {
        int number = process;
        all.add(
            threads.submit(
                () -> {
                  int most = 0;
                  for (int round = 0; round < 20; round++) {
                    most = limits.share("process-" + number, LONG, use(2, most)).most();
                  }
                  had[number] = most;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      assertThat(had[0] + had[1] + had[2] + had[3] + had[4] + had[5]).isLessThanOrEqualTo(CEILING);
    } finally {
      threads.shutdownNow();
    }
  }

  private static HostUse use(int wanted, int inFlight) {
    return new HostUse(
        "host:443", CEILING, inFlight, wanted, inFlight, Map.of(), List.of(), Duration.ZERO);
  }
}
