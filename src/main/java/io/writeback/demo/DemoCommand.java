package io.writeback.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.camel.WritebackMain;
import io.writeback.cli.ConfiguredCommand;
import io.writeback.cli.ExtraCommand;
import io.writeback.cli.Output;
import io.writeback.cli.ProgressDisplay;
import io.writeback.cli.ReportTable;
import io.writeback.cli.Signals;
import io.writeback.config.Configuration;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.run.ExitCode;
import io.writeback.run.Report;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import io.writeback.sandbox.dataworld.DataWorld;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code demo}: rows leave Domo DataSets, arrive in Workfront, in a sheet of Workiva and in a file
 * of data.world, and it is proven that they did.
 */
@Command(
    name = "demo",
    description =
        "Writes 5,000 project rows, a few of them bad, from a sandbox Domo to a sandbox Workfront,"
            + " 120 rows of real data to a sheet of a sandbox Workiva, and 3,376 to a file of a sandbox"
            + " data.world; proves the result object by object, cell by cell and byte by byte.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements ExtraCommand {
  /** Below the home of the command, as the printed commands name it. */
  private static final String DIRECTORY = "data/demo";

  private static final String DATASET = "project-status.csv";
  private static final String PROJECTS = "project-status";
  private static final String SHEET = "us-employment";
  private static final String FILE = "airports";

  @Option(names = "--json", description = "Prints one JSON object on one line, for scripts.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** The run that is executed now, which Ctrl-C stops before the rest of the demo. */
  private volatile WritebackMain running;

  private volatile boolean ending;

  @Override
  public Integer call() throws Exception {
    Thread demo = Thread.currentThread();
    return Signals.during(() -> stop(demo), this::demonstrate);
  }

  private void stop(Thread demo) {
    ending = true;
    spec.commandLine().getErr().println("The demo is being stopped ...");
    WritebackMain main = running;
    if (main == null) {
      demo.interrupt();
    } else {
      main.end().request("stopped by a signal");
    }
  }

  /** A run, and whether the system has what it should have written. */
  private record Proven(Report report, Proof proof) {}

  private int demonstrate() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts());
        ProgressDisplay progress = new ProgressDisplay(err)) {
      err.printf(
          "A sandbox Domo at %s, Workfront at %s, Workiva at %s and data.world at %s%n",
          sandbox.domoUrl(), sandbox.workfrontUrl(), sandbox.workivaUrl(), sandbox.dataWorldUrl());
      Path home = ConfiguredCommand.home().resolve(DIRECTORY);
      put("/demo/" + PROJECTS + ".camel.yaml", home.resolve("routes"));
      put("/demo/" + SHEET + ".camel.yaml", home.resolve("routes"));
      put("/demo/" + FILE + ".camel.yaml", home.resolve("routes"));
      put("/demo/" + PlanAct.WRITEBACK + ".camel.yaml", home.resolve("routes"));
      sandbox.addDataset(SHEET + ".csv", put(DemoSheetProof.DATA, home));
      sandbox.addDataset(FILE + ".csv", put(DemoFileProof.DATA, home));
      Configuration configuration =
          configuration(home, new ObjectMapper().readTree(sandbox.toJson()));
      Report projects = run(PROJECTS, configuration, progress);
      Report sheet = run(SHEET, configuration, progress);
      Report file = run(FILE, configuration, progress);
      err.printf(
          "Proof of %s: fetching %,d objects from Workfront one by one ...%n",
          PROJECTS, projects.written());
      Proven ofObjects = new Proven(projects, new DemoProof(sandbox.workfrontUrl(), projects));
      err.printf("Proof of %s and %s: fetching the sheet and the file ...%n", SHEET, FILE);
      Proven ofSheet = new Proven(sheet, new DemoSheetProof(sandbox.workivaUrl(), sheet));
      Proven ofFile =
          new Proven(file, new DemoFileProof(sandbox.dataWorldUrl(), DataWorld.TOKEN, file));
      err.printf("%s: a plan, a colleague's edit, apply, undo ...%n", PlanAct.WRITEBACK);
      PlanProof planProof = new PlanProof(sandbox.workfrontUrl());
      PlanAct act = new PlanAct(home, planProof);
      started(PlanAct.WRITEBACK, configuration, progress, act::play);
      Proven ofApply = new Proven(act.applied(), planProof);
      List<Proven> all = List.of(ofObjects, ofSheet, ofFile, ofApply);
      if (json) {
        out.println(
            Output.json(
                Map.of(
                    "report",
                    projects,
                    "proof",
                    ofObjects.proof,
                    "sheet",
                    ofSheet,
                    "file",
                    ofFile,
                    "plan",
                    Map.of("applied", ofApply, "undone", act.undone()))));
      } else {
        for (Proven one : all) {
          out.println(ReportTable.of(one.report));
          out.println(one.proof.describe());
          out.println();
        }
        out.println(ReportTable.of(act.undone()));
        out.println();
        out.println(next(projects));
      }
      return all.stream().allMatch(one -> one.proof.isHolding()) ? 0 : ExitCode.FAILED.number();
    } catch (IOException | RuntimeException e) {
      if (ending) {
        return stopped(err);
      }
      throw e;
    }
  }

  private static int stopped(PrintWriter err) {
    err.println("The demo was stopped before its proof; ./writeback demo starts it again.");
    return ExitCode.UNFINISHED.number();
  }

  /** The commands that look at what the demo left, as they are typed. */
  private static String next(Report projects) {
    String data = " --set writeback.data-dir=" + DIRECTORY;
    return """
        Next
          ./writeback show %1$s%2$s
          ./writeback rejects %1$s%2$s
          ./writeback sandbox
              serves the same systems until Ctrl-C, for routes of your own
          README.md
              has the first writeback against your own accounts"""
        .formatted(projects.run(), data);
  }

  private Report run(String writeback, Configuration configuration, ProgressDisplay progress)
      throws IOException {
    Report[] report = new Report[1];
    started(writeback, configuration, progress, main -> report[0] = main.control().run(writeback));
    return report[0];
  }

  /** What is done with a process that has a writeback. */
  @FunctionalInterface
  private interface Act {
    void play(WritebackMain main) throws IOException;
  }

  private void started(
      String writeback, Configuration configuration, ProgressDisplay progress, Act act)
      throws IOException {
    try (WritebackMain main = new WritebackMain(configuration, progress, InstantSource.system())) {
      running = main;
      if (ending) {
        throw new CancellationException();
      }
      main.start(writeback);
      act.play(main);
      if (ending) {
        throw new CancellationException();
      }
    } finally {
      running = null;
    }
  }

  private static Path put(String resource, Path folder) {
    try (InputStream in = DemoCommand.class.getResourceAsStream(resource)) {
      Path file =
          Files.createDirectories(folder)
              .resolve(resource.substring(resource.lastIndexOf('/') + 1));
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new WritebackException(Code.SNAPSHOT_IO, "the demo cannot write to " + folder, e);
    }
  }

  private static Configuration configuration(Path home, JsonNode sandbox) {
    Map<String, String> values = new TreeMap<>();
    JsonNode domo = account(values, "domo", sandbox.get("domo"));
    values.put("account.domo.client-id", domo.get("clientId").asText());
    values.put("account.domo.client-secret", domo.get("clientSecret").asText());
    JsonNode workfront = account(values, "workfront", sandbox.get("workfront"));
    values.put("account.workfront.auth", "session");
    values.put("account.workfront.username", workfront.get("username").asText());
    values.put("account.workfront.password", workfront.get("password").asText());
    JsonNode workiva = account(values, "workiva", sandbox.get("workiva"));
    values.put("account.workiva.client-id", workiva.get("clientId").asText());
    values.put("account.workiva.client-secret", workiva.get("clientSecret").asText());
    JsonNode dataWorld = account(values, "data-world", sandbox.get("dataworld"));
    values.put("account.data-world.token", dataWorld.get("token").asText());
    // The sandbox is asked as often as we like.
    values.put("account.data-world.min-interval", "0s");
    JsonNode datasets = domo.get("datasets");
    values.put(PROJECTS + ".dataset-id", datasets.get(DATASET).asText());
    values.put(SHEET + ".dataset-id", datasets.get(SHEET + ".csv").asText());
    values.put(
        SHEET + ".spreadsheet-id", workiva.at("/spreadsheets/Employment Report/id").asText());
    values.put(FILE + ".dataset-id", datasets.get(FILE + ".csv").asText());
    values.put("writeback.data-dir", ".");
    return new Configuration(home, "the demo's settings", values, Map.of());
  }

  private static JsonNode account(Map<String, String> values, String name, JsonNode system) {
    values.put("account." + name + ".url", system.get("url").asText());
    values.put("account." + name + ".allow-private", "true");
    return system;
  }
}
