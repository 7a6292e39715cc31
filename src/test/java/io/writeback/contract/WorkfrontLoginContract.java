package io.writeback.contract;

import io.writeback.account.Accounts;
import io.writeback.cli.Home;
import io.writeback.config.Settings;
import io.writeback.destination.Destination;
import io.writeback.destination.Resources;
import io.writeback.destination.workfront.WorkfrontType;
import io.writeback.http.Http;
import io.writeback.sandbox.Sandbox;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;

/** The logins of Workfront: four rows, each by a request of its own. */
abstract class WorkfrontLoginContract extends LoginContract {
  private static final int ROWS = 4;

  @Override
  protected URI service(Sandbox all) {
    return all.workfrontUrl();
  }

  @Override
  protected String account() {
    return "workfront";
  }

  @Override
  protected Call use() {
    return Call.of("PUT", "/attask/api/v20\\.0/proj");
  }

  @Override
  protected void writeback(Sandbox all, Home home) {
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int n = 1; n <= ROWS; n++) {
      String id = String.format("%032x", n);
      all.putObject("PROJ", Map.of("ID", id, "name", "old"));
      csv.append(id).append(",new\n");
    }
    home.file("rows.csv", csv.toString());
    home.csvToWorkfront(NAME, "rows.csv", "batchSize: 1");
  }

  @Override
  protected void expire(Sandbox all) {
    all.workfront().expireSessions();
  }

  @Override
  protected Runnable reach(Accounts accounts, Http http, InstantSource clock) {
    Destination destination =
        new WorkfrontType()
            .connect(new Resources(accounts, http, clock, store()))
            .open(new Settings("route", "", Map.of("object", "project")));
    return destination::reach;
  }
}
