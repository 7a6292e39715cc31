package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.camel.WritebackMain;
import io.writeback.camel.WritebackRuntime;
import io.writeback.cli.Home;
import io.writeback.destination.Plan;
import io.writeback.http.HttpRequest;
import io.writeback.ledger.RunState;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.run.Run;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Once {@code cancel} has returned, no request of the run is sent, whatever was waiting. */
@Timeout(120)
final class CancelledRunTest {
  @RegisterExtension private final Home home = new Home();
  @RegisterExtension private final WorkivaHome workiva = new WorkivaHome();
  @RegisterExtension private final DataWorldHome dataWorld = new DataWorldHome();

  /** Occupies the host's only slot once the run is planned, until it is released. */
  private static final class Holder implements ProgressListener {
    private final CountDownLatch holds = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final URI host;
    private WritebackRuntime runtime;

    Holder(URI host) {
      this.host = host;
    }

    @Override
    public void planned(Run run, Plan plan) {
      HttpRequest other =
          HttpRequest.get(host.resolve("/"), "*/*")
              .guarded(
                  () -> {
                    holds.countDown();
                    await(over);
                  });
      CompletableFuture.runAsync(() -> runtime.http().once(other));
      await(holds);
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Cancels the run of a writeback while its first request waits for a slot. */
  private Report cancelled(Home home, String writeback, URI host) throws IOException {
    Holder holder = new Holder(host);
    try (WritebackMain main =
        new WritebackMain(home.configuration(), holder, InstantSource.system())) {
      holder.runtime = main.runtime();
      main.startAll();
      String run = main.control().accept(writeback, false, false).id();
      Holder.await(holder.holds);
      await().until(() -> main.engine().ledger().batches().totals(run).batches() > 0);

      Home.Done done = home.run("cancel", run);
      holder.over.countDown();

      assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
      return await()
          .until(() -> main.engine().runs().report(run), report -> report.state().ended());
    }
  }

  private static void assertNothingSent(Report report, long rows) {
    assertThat(report.state()).as(report.toString()).isEqualTo(RunState.CANCELLED);
    assertThat(report.tally().confirmed() + report.tally().inDoubt()).isZero();
    assertThat(report.tally().notSent()).isPositive().isLessThanOrEqualTo(rows);
  }

  @Test
  void of_records_none_is_sent() throws Exception {
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    home.set("account.workfront.max-concurrency", "1").csvToWorkfront("w", "w.csv");
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int row = 1; row <= 1_000; row++) {
      String id = String.format("%032x", row);
      sandbox.putObject("PROJ", Map.of("ID", id, "name", "old"));
      csv.append(id).append(",new\n");
    }
    home.file("w.csv", csv.toString());

    Report report = cancelled(home, "w", sandbox.workfrontUrl());

    assertNothingSent(report, 1_000);
    assertThat(sandbox.stats().recordsWritten()).isZero();
  }

  @Test
  void a_whole_sheet_is_left_as_it_is() throws Exception {
    workiva.set("account.workiva.max-concurrency", "1");
    workiva.route("A:B").sheet("ID,Name\n1,old\n").csv("ID,Name\n1,new\n2,new\n");
    String before = workiva.sheet();

    Report report = cancelled(workiva, "w", workiva.sandbox.workivaUrl());

    assertNothingSent(report, 2);
    assertThat(workiva.puts()).isZero();
    assertThat(workiva.sheet()).isEqualTo(before);
  }

  @Test
  void a_whole_file_is_not_stored() throws Exception {
    dataWorld.set("account.data-world.max-concurrency", "1");
    dataWorld.route("w.csv").csv("ID,Name\n1,new\n2,new\n");

    Report report = cancelled(dataWorld, "w", dataWorld.sandbox.dataWorldUrl());

    assertNothingSent(report, 2);
    assertThat(dataWorld.names()).isEmpty();
  }
}
