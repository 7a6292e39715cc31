package io.writeback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.camel.WritebackMain;
import io.writeback.config.Configuration;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.run.Report;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: rows leave a Domo DataSet, arrive in Workfront, and it is proven that they did. */
@Command(
    name = "demo",
    description =
        "Writes 5,000 project rows, a few of them bad, from a sandbox Domo to a sandbox Workfront,"
            + " and proves the result object by object.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final String DATASET = "project-status.csv";
  private static final String ROUTE = "project-status.camel.yaml";

  @Option(names = "--json", description = "Prints one JSON object on one line, for scripts.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts());
        ProgressDisplay progress = ProgressDisplay.on(err)) {
      err.printf(
          "A sandbox Domo at %s and Workfront at %s%n", sandbox.domoUrl(), sandbox.workfrontUrl());
      Configuration configuration = configuration(new ObjectMapper().readTree(sandbox.toJson()));
      Report report;
      try (WritebackMain main =
          new WritebackMain(configuration, progress, InstantSource.system())) {
        main.start("project-status");
        report = main.run("project-status");
      }
      DemoProof proof = DemoProof.of(sandbox.workfrontUrl(), report);
      if (json) {
        out.println(Output.json(Map.of("report", report, "proof", proof)));
      } else {
        out.println(ReportTable.of(report));
        out.println(proof.describe());
      }
      return proof.holds() ? 0 : WritebackCommand.FAILED;
    }
  }

  private static Configuration configuration(JsonNode sandbox) {
    Path home = CommonOptions.home().resolve("data").resolve("demo");
    try (InputStream route = DemoCommand.class.getResourceAsStream("/demo/" + ROUTE)) {
      Path routes = Files.createDirectories(home.resolve("routes"));
      Files.copy(route, routes.resolve(ROUTE), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new WritebackException(Code.SNAPSHOT_IO, "the demo cannot write to " + home, e);
    }
    JsonNode domo = sandbox.get("domo");
    JsonNode workfront = sandbox.get("workfront");
    Map<String, String> values = new TreeMap<>();
    values.put("project-status.dataset-id", domo.get("datasets").get(DATASET).asText());
    values.put("account.domo.url", domo.get("url").asText());
    values.put("account.domo.client-id", domo.get("clientId").asText());
    values.put("account.domo.client-secret", domo.get("clientSecret").asText());
    values.put("account.domo.allow-private", "true");
    values.put("account.workfront.url", workfront.get("url").asText());
    values.put("account.workfront.auth", "session");
    values.put("account.workfront.username", workfront.get("username").asText());
    values.put("account.workfront.password", workfront.get("password").asText());
    values.put("account.workfront.allow-private", "true");
    values.put("writeback.data-dir", ".");
    return new Configuration(home, "the demo's settings", values, Map.of());
  }
}
