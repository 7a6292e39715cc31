package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PostgresLeasesTest extends LeasesContract {
  private final LedgerAddress.Postgres address = Postgres.database();

  @Override
  LedgerAddress address() {
    return address;
  }

  @Test
  void a_process_that_is_frozen_in_mid_transaction_does_not_hold_its_successor_up_for_ever()
      throws Exception {
    LeaseTerms terms = new LeaseTerms("mine", Duration.ofHours(1), Duration.ZERO);
    try (Ledger other = Ledger.open(address, InstantSource.system());
        Connection frozen = Postgres.connection(address)) {
      RunEntry run = other.requests().accept(RunRequest.of("a", "key", "one")).run();
      frozen.createStatement().execute(PostgresDatabase.SESSION);
      frozen.setAutoCommit(false);
      frozen.createStatement().execute("update run set reason = 'frozen' where id = 'a'");

      assertThat(other.leases().claim(run, "target", terms)).isInstanceOf(Claim.Taken.class);

      assertThat(other.history().find("a").orElseThrow().reason()).isNull();
    }
  }

  @Test
  void a_request_that_is_settled_without_an_answer_while_another_run_claims_is_seen_by_it()
      throws Exception {
    LeaseTerms terms = new LeaseTerms("mine", Duration.ofHours(1), Duration.ofHours(1));
    try (Ledger ledger = Ledger.open(address, InstantSource.system());
        Connection settling = Postgres.connection(address);
        Connection watching = Postgres.connection(address)) {
      RunEntry first = ledger.requests().accept(RunRequest.of("a", "key of a", "one")).run();
      RunEntry second = ledger.requests().accept(RunRequest.of("b", "key of b", "two")).run();
      assertThat(ledger.leases().claim(first, "target", terms)).isInstanceOf(Claim.Taken.class);
      settling.setAutoCommit(false);
      settling
          .createStatement()
          .execute(
              "update target_lease set unanswered_run = 'a', held_until = 0, unanswered_at ="
                  + " cast(extract(epoch from clock_timestamp()) * 1000 as bigint)");
      settling
          .createStatement()
          .execute("update run set state = 'COMPLETE', finished_at = accepted_at where id = 'a'");

      CompletableFuture<Claim> claim =
          CompletableFuture.supplyAsync(() -> ledger.leases().claim(second, "target", terms));
      await().until(() -> waitsForALock(watching));
      settling.commit();

      assertThat(claim)
          .succeedsWithin(Duration.ofSeconds(30))
          .isInstanceOfSatisfying(
              Claim.Quiet.class, quiet -> assertThat(quiet.runId()).isEqualTo("a"));
    }
  }

  private static boolean waitsForALock(Connection watching) throws SQLException {
    try (ResultSet waits =
        watching
            .createStatement()
            .executeQuery(
                "select 1 from pg_stat_activity where usename = current_user"
                    + " and wait_event_type = 'Lock'")) {
      return waits.next();
    }
  }
}
