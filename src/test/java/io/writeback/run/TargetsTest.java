package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.http.SendGuard;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be sent under a lease of 20 s that was taken at second 0, by a clock of its own. */
final class TargetsTest {
  private static final LeaseTerms TERMS =
      new LeaseTerms("this process", LeaseTerms.STANDARD, Duration.ZERO);

  @TempDir private Path folder;
  private final AtomicLong nanos = new AtomicLong();
  private Ledger ledger;
  private Targets targets;

  @BeforeEach
  void take() {
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), InstantSource.system());
    targets = new Targets(ledger.leases(), TERMS, nanos::get);
    RunEntry run = ledger.requests().accept(RunRequest.of("run", "key", "writeback")).run();
    assertThat(targets.take(run, "target", claim -> {}, false, () -> false)).isPresent();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void atSecond(double second) {
    nanos.set((long) (second * 1e9));
  }

  private void renewedAtSecond(long second, Set<String> still) {
    targets.renewed(Duration.ofSeconds(second).toNanos(), Set.of("run"), still);
  }

  @Test
  void requests_leave_until_a_fifth_of_the_lease_is_left() {
    atSecond(15.9);
    assertThat(targets.maySend("run")).isTrue();

    atSecond(16);
    assertThat(targets.maySend("run")).isFalse();
  }

  @Test
  void a_lease_lasts_from_when_its_renewal_was_asked_for() {
    atSecond(30);
    renewedAtSecond(12, Set.of("run"));
    assertThat(targets.maySend("run")).as("until second 28").isFalse();

    renewedAtSecond(29, Set.of("run"));
    assertThat(targets.maySend("run")).isTrue();
  }

  @Test
  void what_is_on_its_way_is_cut_off_when_a_tenth_of_the_lease_is_left() {
    List<String> cut = new ArrayList<>();
    SendGuard.InFlight sending = targets.sending("run", cut::add);
    atSecond(17.9);
    targets.cutLate();
    assertThat(cut).isEmpty();

    atSecond(18);
    targets.cutLate();

    assertThat(cut).singleElement().asString().contains("could not be renewed");
    sending.close();
    targets.cutLate();
    assertThat(cut).as("it is over").hasSize(1);
  }

  @Test
  void what_is_on_its_way_is_cut_off_at_once_when_another_process_has_the_target() {
    List<String> cut = new ArrayList<>();
    try (SendGuard.InFlight sending = targets.sending("run", cut::add)) {
      renewedAtSecond(1, Set.of());
      targets.cutLate();
    }

    assertThat(cut).hasSize(1);
    assertThat(targets.awaitMaySend("run")).isFalse();
  }

  @Test
  void a_renewal_that_was_asked_for_before_a_target_was_taken_says_nothing_of_it() {
    atSecond(-1);
    long asked = nanos.get();
    atSecond(0);

    targets.renewed(asked, Set.of("run"), Set.of());

    assertThat(targets.maySend("run")).isTrue();
  }

  @Test
  void while_a_renewal_is_out_a_request_waits_for_it() throws Exception {
    atSecond(40);
    CompletableFuture<Boolean> request = waiting();

    renewedAtSecond(39, Set.of("run"));

    assertThat(request.get()).isTrue();
  }

  @Test
  void a_request_that_waits_does_not_leave_when_another_process_has_the_target() throws Exception {
    atSecond(40);
    CompletableFuture<Boolean> request = waiting();

    renewedAtSecond(39, Set.of());

    assertThat(request.get()).isFalse();
  }

  @Test
  void a_ledger_that_refuses_the_renewal_loses_a_target_when_its_lease_is_over() throws Exception {
    atSecond(17);
    CompletableFuture<Boolean> request = waiting();
    targets.notRenewed();
    assertThat(request).as("another renewal follows").isNotDone();

    atSecond(20);
    targets.notRenewed();

    assertThat(request.get()).isFalse();
  }

  @Test
  void the_shortest_lease_that_is_allowed_leaves_time_to_send_and_to_cut_off() {
    LeaseTerms shortest = new LeaseTerms("this process", LeaseTerms.SHORTEST, Duration.ZERO);

    assertThat(shortest.length().minus(shortest.betweenBeats()).minus(shortest.leastToSend()))
        .as("sent between a renewal that came once too late, and the end")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(shortest.leastInFlight()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
  }

  /** A request that may not leave yet. */
  private CompletableFuture<Boolean> waiting() {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    Thread thread = new Thread(() -> result.complete(targets.awaitMaySend("run")));
    thread.setDaemon(true);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING);
    return result;
  }
}
