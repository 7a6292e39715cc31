package io.writeback.demo;

import io.writeback.cli.ExtraCommand;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.problem.Reason;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.http.FaultRules;
import io.writeback.sandbox.workfront.FailureMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sandbox}: the four systems on this machine, as strict as the real ones. */
@Command(
    name = "sandbox",
    description =
        "Serves a strict imitation of Domo, Workfront, Workiva and data.world on 127.0.0.1 until"
            + " it is stopped.",
    mixinStandardHelpOptions = true)
public final class SandboxCommand implements ExtraCommand {
  @Option(
      names = "--port-base",
      defaultValue = "9401",
      description =
          "The port of Domo; Workfront, Workiva and data.world have the next three. 0 = free ports."
              + " Default: 9401")
  private int portBase;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Serves every CSV of a folder as a DataSet.")
  private Path data;

  @Option(
      names = "--latency",
      defaultValue = "0",
      paramLabel = "TIME",
      description = "How long Workfront holds each request: 50 or 50ms, 2s.")
  private String latency;

  @Option(
      names = "--failure-mode",
      defaultValue = "stop-at-first",
      description =
          "What one bad record of a bulk update does: stop-at-first (records before it stay"
              + " written), validate-first, all-or-nothing. Default: stop-at-first")
  private String failureMode;

  @Option(
      names = "--faults",
      paramLabel = "FILE",
      description = "Faults to inject: a JSON file of rules, as docs/sandbox.md explains.")
  private Path faults;

  @Option(names = "--json", description = "Prints addresses and credentials as one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown));
    PrintWriter out = spec.commandLine().getOut();
    List<Fault> rules = faults == null ? List.of() : rules();
    try (Sandbox sandbox = Sandbox.start(settings())) {
      rules.forEach(sandbox.faults()::add);
      out.println(json ? sandbox.toJson() : sandbox.describe());
      ended.await();
    } catch (IOException e) {
      throw new ConfigurationException(Code.BAD_VALUE, "sandbox", Reason.of(e));
    }
    return 0;
  }

  private List<Fault> rules() {
    try {
      return FaultRules.read(Files.readString(faults));
    } catch (FaultRules.Mistakes e) {
      throw new ConfigurationException(
          e.all().stream()
              .map(mistake -> new Problem(Code.BAD_FAULT_RULE, faults.toString(), mistake))
              .toList());
    } catch (IOException e) {
      throw new ConfigurationException(
          Code.BAD_FAULT_RULE, faults.toString(), "this file cannot be read: " + Reason.of(e));
    }
  }

  private SandboxSettings settings() {
    Settings options =
        new Settings(
            "sandbox",
            "--",
            Map.of(
                "latency",
                latency.matches("\\d+") ? latency + "ms" : latency,
                "failure-mode",
                failureMode));
    Duration held = options.duration("latency", Duration.ZERO, Duration.ZERO);
    FailureMode mode = options.choice("failure-mode", FailureMode.STOP_AT_FIRST);
    options.orThrow();
    try {
      return SandboxSettings.defaults()
          .withPortBase(portBase)
          .withDataDir(data)
          .withLatency(held)
          .withFailureMode(mode);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(Code.BAD_VALUE, "sandbox", e.getMessage());
    }
  }
}
