package io.writeback.cli;

import io.writeback.ledger.OpenAlert;
import io.writeback.view.StateText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code alerts}: the alerts that are open. */
@Command(
    name = "alerts",
    description = {
      "Lists the open alerts: writebacks that need attention, by the rules of alert.… keys.",
      "They are raised by ./writeback start.",
    },
    subcommands = AlertsTestCommand.class,
    synopsisSubcommandLabel = "[test]")
final class AlertsCommand extends ConfiguredCommand {
  @Override
  public Integer call() {
    Optional<OpenedLedger> there = OpenedLedger.ifThere(this);
    if (there.isEmpty()) {
      print(List.of());
      return 0;
    }
    try (OpenedLedger opened = there.get()) {
      print(opened.ledger().alerts().open());
      return 0;
    }
  }

  private void print(List<OpenAlert> alerts) {
    print(
        Map.of("alerts", alerts.stream().map(AlertsCommand::json).toList()),
        alerts.isEmpty() ? "No alert is open." : text(alerts).stripTrailing());
  }

  /** The messages below the table, as they may be long. */
  private static String text(List<OpenAlert> alerts) {
    TextTable table = new TextTable(List.of("writeback", "alert", "since", "run"));
    StringBuilder messages = new StringBuilder();
    for (OpenAlert alert : alerts) {
      table.row(
          Arrays.asList(
              alert.writeback(), alert.rule(), StateText.time(alert.since()), alert.runId()));
      messages
          .append(TextTable.text(alert.writeback() + ": " + alert.rule() + ": " + alert.message()))
          .append('\n');
    }
    return table + "\n" + messages;
  }

  private static Map<String, Object> json(OpenAlert alert) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("writeback", alert.writeback());
    fields.put("rule", alert.rule().key());
    fields.put("since", alert.since());
    fields.put("run", alert.runId());
    fields.put("message", alert.message());
    return fields;
  }
}
