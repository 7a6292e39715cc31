package io.writeback.destination.workfront;

import io.writeback.account.Accounts;
import io.writeback.auth.TokenStore;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.destination.Destinations;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.destination.Resources;
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
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** The sandbox as a tenant, and the demo's own DataSet. */
public final class SandboxTenant implements AutoCloseable {
  public final Sandbox sandbox;
  public final Http http = new Http(HttpLimits.STANDARD, RetryPolicy.STANDARD, new Governor());

  public SandboxTenant() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts());
  }

  /** A new one each time, as in a new process. */
  public Destinations type() {
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
    return new WorkfrontType()
        .connect(
            new Resources(
                new Accounts(configuration),
                http,
                InstantSource.system(),
                new TokenStore(Path.of("target", "tokens-of-tests"))));
  }

  public Plan plan(String object, Schema schema) {
    return type()
        .open(new Settings("route", "", Map.of("object", object)))
        .plan(PlanInput.of(schema));
  }

  /** The header, and then the rows. */
  public static List<Row> csv() throws IOException {
    List<Row> rows = new ArrayList<>();
    try (InputStream file = SandboxTenant.class.getResourceAsStream("/sandbox/project-status.csv");
        Reader text = new InputStreamReader(file, StandardCharsets.UTF_8)) {
      CSVFormat format = CSVFormat.DEFAULT.builder().setNullString("").get();
      for (CSVRecord cells : format.parse(text)) {
        rows.add(new Row(rows.size(), Arrays.asList(cells.values())));
      }
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
    http.close();
  }
}
