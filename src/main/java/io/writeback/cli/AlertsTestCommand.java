package io.writeback.cli;

import io.writeback.alert.Channels;
import io.writeback.camel.WritebackMain;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.run.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alerts test}: a message through each channel. */
@Command(
    name = "test",
    description = "Sends a test message through each channel of alerts, and reports what happened.")
final class AlertsTestCommand extends ConfiguredCommand {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @Option(
      names = "--channel",
      paramLabel = "NAME",
      description = "Only this one: webhook, slack, mail, queue or endpoint.")
  private String channel;

  /**
   * What became of a test message.
   *
   * @param reason why it did not arrive; null if it did
   */
  private record Tested(String channel, String reason, long millis) {
    boolean delivered() {
      return reason == null;
    }

    Map<String, Object> json() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("channel", channel);
      fields.put("delivered", delivered());
      fields.put("millis", millis);
      fields.put("code", delivered() ? null : Code.ALERT_UNDELIVERED.id());
      fields.put("reason", reason);
      return fields;
    }
  }

  @Override
  public Integer call() {
    try (WritebackMain main = main(ProgressListener.NONE)) {
      Channels channels = main.startForAlerts();
      List<CompletableFuture<Tested>> begun =
          asked(channels.names()).stream().map(name -> test(channels, name)).toList();
      List<Tested> tested = begun.stream().map(CompletableFuture::join).toList();
      print(
          Map.of("channels", tested.stream().map(Tested::json).toList()),
          table(tested).stripTrailing());
      return tested.stream().allMatch(Tested::delivered) ? 0 : WritebackCommand.FAILED;
    }
  }

  private List<String> asked(Set<String> names) {
    if (names.isEmpty()) {
      throw new ConfigurationException(
          Code.MISSING_VALUE,
          "",
          "no channel of alerts is configured: set alert.webhook, alert.slack, alert.mail-server,"
              + " alert.queue or alert.endpoint");
    }
    if (channel == null) {
      return new ArrayList<>(names);
    }
    if (!names.contains(channel)) {
      throw new ConfigurationException(
          Code.BAD_VALUE,
          "--channel",
          "\"%s\" is no channel that is configured, there are %s"
              .formatted(channel, String.join(", ", names)));
    }
    return List.of(channel);
  }

  /** Each has a thread: one that hangs holds up no other. */
  private static CompletableFuture<Tested> test(Channels channels, String name) {
    long begin = System.nanoTime();
    Executor thread =
        task -> {
          Thread started = new Thread(task, "writeback-alert-" + name);
          started.setDaemon(true);
          started.start();
        };
    return CompletableFuture.supplyAsync(() -> channels.test(name, Instant.now()), thread)
        .completeOnTimeout(
            Optional.of("it did not arrive within " + LONGEST.toSeconds() + " s"),
            LONGEST.toSeconds(),
            TimeUnit.SECONDS)
        .thenApply(
            failure ->
                new Tested(
                    name,
                    failure.orElse(null),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)));
  }

  private static String table(List<Tested> tested) {
    TextTable table = new TextTable(List.of("channel", "delivered", "ms"));
    StringBuilder reasons = new StringBuilder();
    for (Tested one : tested) {
      table.row(Arrays.asList(one.channel(), one.delivered(), one.millis()));
      if (!one.delivered()) {
        reasons.append(
            TextTable.text(
                "%s %s: %s".formatted(Code.ALERT_UNDELIVERED.id(), one.channel(), one.reason())));
        reasons.append('\n');
      }
    }
    return reasons.isEmpty() ? table.toString() : table + "\n" + reasons;
  }
}
