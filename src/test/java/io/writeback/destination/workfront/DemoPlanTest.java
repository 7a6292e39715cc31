package io.writeback.destination.workfront;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.account.Accounts;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.destination.DestinationPlan;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.RetryPolicy;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** The demo's own DataSet and the metadata of the sandbox. */
class DemoPlanTest {
  private static List<Row> csv() throws IOException {
    List<Row> rows = new ArrayList<>();
    try (InputStream file = DemoPlanTest.class.getResourceAsStream("/sandbox/project-status.csv");
        Reader text = new InputStreamReader(file, StandardCharsets.UTF_8)) {
      CSVFormat format = CSVFormat.DEFAULT.builder().setNullString("").get();
      for (CSVRecord cells : format.parse(text)) {
        rows.add(new Row(rows.size(), Arrays.asList(cells.values())));
      }
    }
    return rows;
  }

  @Test
  void theDemosPlanIsTheSameAfterARestart() throws IOException {
    List<Row> rows = csv();
    Schema schema = Tenant.schema(rows.get(0).cells().toArray(new String[0]));
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts());
        Http http = new Http(HttpLimits.STANDARD, RetryPolicy.STANDARD, new Governor())) {
      Settings route = new Settings("route", "", Map.of("object", "project"));
      DestinationPlan plan = type(sandbox, http).open(route).plan(schema);
      DestinationPlan restored =
          type(sandbox, http).restore(Twins.throughJson(plan.describe()), schema);
      Twins twins = new Twins(plan, restored, new Random(4));
      twins.behaveAlike(rows.subList(1, rows.size()));

      assertThat(twins.sendable()).isGreaterThan(4_000);
      assertThat(twins.rejected()).isPositive();
      assertThat(twins.confirmed()).isGreaterThan(1_000);
      assertThat(twins.differing()).isGreaterThan(1_000);
    }
  }

  private static WorkfrontType type(Sandbox sandbox, Http http) {
    Map<String, String> keys =
        Map.of(
            "account.workfront.url",
            sandbox.workfrontUrl().toString(),
            "account.workfront.allow-private",
            "true",
            "account.workfront.api-key",
            Workfront.API_KEY);
    Configuration configuration =
        new Configuration(Path.of("."), "application.properties", keys, Map.of());
    return new WorkfrontType(
        new Accounts(configuration, text -> text), http, InstantSource.system());
  }
}
