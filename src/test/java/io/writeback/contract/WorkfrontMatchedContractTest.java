package io.writeback.contract;

import java.util.Map;

/** Workfront: rows without an ID, whose objects are found by a field. */
class WorkfrontMatchedContractTest extends WorkfrontContractTest {
  @Override
  protected Sink sink() {
    return new Sink("workfront-update-sink", Map.of("object", "project", "matchBy", "extRefID"));
  }

  @Override
  protected String header() {
    return "extRefID,Name";
  }

  @Override
  protected String line(int n, String value) {
    return "A-" + n + "," + value;
  }

  @Override
  protected Map<String, Object> project(int n, String value) {
    return Map.of("ID", id(n), "name", value, "extRefID", "A-" + n);
  }
}
