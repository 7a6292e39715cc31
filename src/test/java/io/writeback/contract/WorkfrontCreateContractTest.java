package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Faults;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;

/**
 * Workfront: rows whose objects do not exist and are created, each once, whatever happens to the
 * request. A lost response is settled by looking, which waits for the quarantine.
 */
class WorkfrontCreateContractTest extends DestinationContract {
  private static final int BYSTANDERS = 3;

  private Sandbox all;

  /** Longer than what a killed process has sent takes to be executed. */
  @BeforeEach
  void waitLittle() {
    home().set("writeback.quarantine", "1s");
  }

  @Override
  protected Service startService() throws IOException {
    all = Sandbox.start(Home.EMPTY);
    return new Service() {
      @Override
      public URI url() {
        return all.workfrontUrl();
      }

      @Override
      public Faults faults() {
        return all.faults();
      }

      @Override
      public void close() {
        all.close();
      }
    };
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
    return new Sink(
        "workfront-update-sink",
        Map.of("object", "project", "matchBy", "extRefID", "onMissing", "create"));
  }

  @Override
  protected String header() {
    return "extRefID,Name";
  }

  @Override
  protected String line(int n, String value) {
    return "A-" + n + "," + value;
  }

  /** Only projects of no row exist. */
  @Override
  protected void prepare(int size) {
    for (int n = size + 1; n <= size + BYSTANDERS; n++) {
      all.putObject(
          "PROJ",
          Map.of("ID", WorkfrontContractTest.id(n), "name", "old " + n, "extRefID", "A-" + n));
    }
  }

  @Override
  protected Map<Integer, String> stored() {
    Map<Integer, String> values = new TreeMap<>();
    for (ObjectNode project : all.workfront().objects("PROJ")) {
      int n = Integer.parseInt(project.get("extRefID").asText().substring("A-".length()));
      assertThat(values.put(n, project.get("name").asText()))
          .as("%d was created twice", n)
          .isNull();
    }
    return values;
  }

  @Override
  protected Call write() {
    return Call.of("POST", "/attask/api/v20\\.0/proj");
  }

  @Override
  protected RequestSchema schema() {
    return WorkfrontSchema.requests();
  }

  @Override
  protected Optional<Call> login() {
    return Optional.of(Call.of("POST", "/attask/api/v20\\.0/login"));
  }

  @Override
  protected void revoke() {
    all.workfront().expireSessions();
  }
}
