package io.writeback.contract;

import io.writeback.account.Accounts;
import io.writeback.cli.Home;
import io.writeback.dataset.domo.DomoClient;
import io.writeback.dataset.domo.DomoSourceType;
import io.writeback.http.Http;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.domo.Domo;
import io.writeback.sandbox.workfront.Workfront;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Domo by id and secret of a client: a run that cannot read has sent nothing, and is run again. */
final class DomoLoginTest extends LoginContract {
  @Override
  protected URI service(Sandbox all) {
    return all.domoUrl();
  }

  @Override
  protected String account() {
    return "domo";
  }

  @Override
  protected Map<String, String> keys(Sandbox all, URI url) {
    return Map.of("client-id", Domo.CLIENT_ID, "client-secret", Domo.CLIENT_SECRET);
  }

  @Override
  protected List<String> secrets() {
    return List.of("client-secret");
  }

  @Override
  protected Call login() {
    return Call.of("GET", "/oauth/token");
  }

  @Override
  protected Call use() {
    return Call.of("GET", "/v1/datasets/.+");
  }

  @Override
  protected void writeback(Sandbox all, Home home) {
    String id = String.format("%032x", 1);
    all.putObject("PROJ", Map.of("ID", id, "name", "old"));
    String dataset = all.addDataset("rows.csv", home.file("rows.csv", "ID,Name\n" + id + ",new\n"));
    home.set("account.workfront.url", all.workfrontUrl().toString())
        .set("account.workfront.allow-private", "true")
        .set("account.workfront.api-key", Workfront.API_KEY);
    home.file(
        "routes/login.camel.yaml",
        """
        - route:
            id: login
            group: writeback
            from:
              uri: direct:login
              steps:
                - to:
                    uri: kamelet:domo-dataset-action
                    parameters:
                      datasetId: %s
                - to:
                    uri: kamelet:workfront-update-sink
                    parameters:
                      object: project
        """
            .formatted(dataset));
  }

  @Override
  protected void expire(Sandbox all) {
    all.domo().expireTokens();
  }

  @Override
  protected Runnable reach(Accounts accounts, Http http, InstantSource clock) {
    DomoClient client = new DomoSourceType(accounts, http, 1 << 20, clock).client("domo");
    return () -> client.list("", 1, 0);
  }

  @Override
  protected String refusedCode() {
    return "WB-204";
  }

  @Override
  protected String unavailableCode() {
    return "WB-205";
  }
}
