package io.writeback.destination.workfront;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.destination.Plan;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The demo's own DataSet and the metadata of the sandbox. */
class DemoPlanTest {
  @Test
  void the_demos_plan_is_the_same_after_a_restart() throws IOException {
    List<Row> rows = SandboxTenant.csv();
    Schema schema = Tenant.schema(rows.get(0).cells().toArray(new String[0]));
    try (SandboxTenant tenant = new SandboxTenant()) {
      Plan plan = tenant.plan("project", schema);
      Plan restored =
          tenant.type().restore(Twins.throughJson(plan.describe()), Tenant.snapshot(schema));
      Twins twins = new Twins(plan, restored, new Random(4));
      twins.behaveAlike(rows.subList(1, rows.size()));

      assertThat(twins.sendable()).isGreaterThan(4_000);
      assertThat(twins.rejected()).isPositive();
      assertThat(twins.confirmed()).isGreaterThan(1_000);
      assertThat(twins.differing()).isGreaterThan(1_000);
    }
  }
}
