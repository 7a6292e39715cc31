package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Workfront: records in batches of a hundred, each answered at once. */
class WorkfrontContractTest extends SandboxContract {
  static final int BYSTANDERS = 3;
  private int known;

  @Override
  protected URI url() {
    return all.workfrontUrl();
  }

  @Override
  protected String account() {
    return "workfront";
  }

  @Override
  protected Map<String, String> credentials() {
    return Map.of(
        "auth", "session", "username", Workfront.USERNAME, "password", Workfront.PASSWORD);
  }

  @Override
  protected Sink sink() {
    return new Sink("workfront-update-sink", Map.of("object", "project"));
  }

  @Override
  protected String header() {
    return "ID,Name";
  }

  @Override
  protected String line(int n, String value) {
    return id(n) + "," + value;
  }

  @Override
  protected void prepare(int size) {
    known = size + BYSTANDERS;
    for (int n = 1; n <= known; n++) {
      all.putObject("PROJ", project(n, "old " + n));
    }
  }

  /** The field that rows write. */
  protected String field() {
    return "name";
  }

  /** The object of a row. */
  protected Map<String, Object> project(int n, String value) {
    return Map.of("ID", id(n), "name", value);
  }

  @Override
  protected Map<Integer, String> stored() {
    Map<Integer, String> values = new TreeMap<>();
    for (int n = 1; n <= known; n++) {
      values.put(n, all.object("PROJ", id(n)).orElseThrow().get(field()).asText());
    }
    return values;
  }

  @Override
  protected void edit(int n, String value) {
    all.putObject("PROJ", project(n, value));
  }

  @Override
  protected Call write() {
    return Call.of("PUT", "/attask/api/v20\\.0/proj");
  }

  @Override
  protected RequestSchema schema() {
    return WorkfrontSchema.requests();
  }

  @Override
  protected boolean breakRow(int n) {
    Map<String, Object> project = new TreeMap<>(project(n, "old " + n));
    project.put("sandboxNoEdit", true);
    all.putObject("PROJ", project);
    return true;
  }

  @Override
  protected Optional<Call> login() {
    return Optional.of(Call.of("POST", "/attask/api/v20\\.0/login"));
  }

  @Override
  protected void revoke() {
    all.workfront().expireSessions();
  }

  @Test
  void an_api_key_needs_no_login() throws IOException {
    home()
        .without("account.workfront.username")
        .without("account.workfront.password")
        .set("account.workfront.auth", "api-key")
        .set("account.workfront.api-key", Workfront.API_KEY);

    complete(run(0));

    assertThat(writes()).allMatch(one -> one.request.header("apiKey").equals(Workfront.API_KEY));
    assertThat(writes()).noneMatch(one -> one.request.has("sessionID"));
  }

  static String id(int n) {
    return String.format("%032x", n);
  }
}
