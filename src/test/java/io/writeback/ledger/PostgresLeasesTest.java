package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
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
}
