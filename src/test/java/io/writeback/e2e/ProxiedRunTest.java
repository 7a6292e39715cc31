package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.cli.Home;
import io.writeback.http.SmallProxy;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run whose account has a proxy: all its requests use it. */
final class ProxiedRunTest {
  @RegisterExtension private final Home home = new Home();

  @Test
  void what_a_run_asks_and_what_it_sends_goes_by_the_proxy_of_its_account() throws IOException {
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    try (SmallProxy proxy = new SmallProxy()) {
      String id = String.format("%032x", 1);
      sandbox.putObject("PROJ", Map.of("ID", id, "name", "old"));
      home.set("account.workfront.proxy", proxy.uri().toString())
          .csvToWorkfront("projects", "projects.csv");
      home.file("projects.csv", "ID,Name\n" + id + ",new\n");

      Home.Done done = home.run("run", "projects");

      assertThat(done.exitCode()).as(done.err() + done.out()).isZero();
      assertThat(sandbox.object("PROJ", id).orElseThrow().get("name").asText()).isEqualTo("new");
      assertThat(proxy.heads())
          .anyMatch(head -> head.startsWith("GET " + sandbox.workfrontUrl()))
          .anyMatch(head -> head.startsWith("PUT " + sandbox.workfrontUrl()));
    }
  }
}
