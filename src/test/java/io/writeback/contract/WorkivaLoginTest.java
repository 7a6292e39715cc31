package io.writeback.contract;

import io.writeback.account.Accounts;
import io.writeback.cli.Home;
import io.writeback.config.Settings;
import io.writeback.destination.Destination;
import io.writeback.destination.Resources;
import io.writeback.destination.workiva.WorkivaType;
import io.writeback.http.Http;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.workiva.Workiva;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Workiva by an API grant. */
final class WorkivaLoginTest extends LoginContract {
  @Override
  protected URI service(Sandbox all) {
    return all.workivaUrl();
  }

  @Override
  protected String account() {
    return "workiva";
  }

  @Override
  protected Map<String, String> keys(Sandbox all, URI url) {
    return Map.of("client-id", Workiva.CLIENT_ID, "client-secret", Workiva.CLIENT_SECRET);
  }

  @Override
  protected List<String> secrets() {
    return List.of("client-secret");
  }

  @Override
  protected Call login() {
    return Call.of("POST", "/oauth2/token");
  }

  @Override
  protected Call use() {
    return Call.of("PUT", "/spreadsheets/s/sheets/a/values/[A-Z0-9:]+");
  }

  @Override
  protected void writeback(Sandbox all, Home home) throws IOException {
    all.workiva().change("{\"requestsPerSecond\":0,\"operationMillis\":0,\"retryAfterSeconds\":0}");
    all.workiva().put("s", "{\"name\":\"S\",\"sheets\":[{\"id\":\"a\",\"name\":\"Data\"}]}");
    home.file("rows.csv", "row,value\n" + "1,x\n".repeat(40));
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
                    uri: kamelet:csv-dataset-action
                    parameters:
                      file: rows.csv
                - to:
                    uri: kamelet:workiva-region-sink
                    parameters:
                      spreadsheetId: s
                      sheetId: Data
                      region: "A:B"
                      batchSize: 10
        """);
  }

  @Override
  protected void expire(Sandbox all) {
    all.workiva().revokeTokens();
  }

  @Override
  protected Runnable reach(Accounts accounts, Http http, InstantSource clock) {
    Destination destination =
        new WorkivaType()
            .connect(new Resources(accounts, http, clock, null))
            .open(
                new Settings(
                    "route", "", Map.of("spreadsheetId", "s", "sheetId", "a", "region", "A:B")));
    return destination::reach;
  }
}
