package io.writeback.cli;

import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunSummary;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Visible;
import io.writeback.view.StateText;
import io.writeback.view.Trend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code runs}: the runs of the ledger, the newest first. */
@Command(name = "runs", description = "Lists the runs, the newest first.")
final class RunsCommand extends ConfiguredCommand {
  private static final String TREND = "trend";
  private static final List<String> COLUMNS =
      List.of(
          "run",
          "writeback",
          "state",
          "accepted",
          "time",
          "rows",
          "written",
          "rejected",
          TREND,
          "code");

  @Option(names = "--writeback", paramLabel = "NAME", description = "Only runs of this writeback.")
  private String writeback;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "Only runs in this state: accepted, snapshot, running, interrupted, paused, complete,"
              + " complete-with-rejects, stopped, failed or cancelled.")
  private String state;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many runs. Default: 20")
  private int limit;

  @Override
  public Integer call() {
    requireLimit(limit);
    states();
    Optional<OpenedLedger> there = OpenedLedger.ifThere(this);
    if (there.isEmpty()) {
      print(Map.of("runs", List.of()), StringUtils.capitalize(OpenedLedger.noRunYet(this)));
      return 0;
    }
    try (OpenedLedger opened = there.get()) {
      List<RunSummary> runs =
          opened.history().list(writeback, states(), limit).stream()
              .filter(run -> state == null || shown(run, opened).equals(asked()))
              .toList();
      Map<String, Trend> trends =
          Trend.of(runs.stream().map(RunSummary::run).toList(), opened.history());
      print(
          Map.of("runs", runs.stream().map(run -> json(run, opened, trends)).toList()),
          (table(runs, opened, trends) + notes(runs, opened)).stripTrailing());
      return 0;
    }
  }

  private String asked() {
    return state.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static String shown(RunSummary summary, OpenedLedger opened) {
    return StateText.state(summary.run().state(), opened.held(summary.run()));
  }

  /** What a paused run waits for. */
  private static String pause(RunEntry run) {
    return run.pause() == null
        ? ""
        : " "
            + run.pause().kind().word()
            + (run.pause().waitsForPerson() ? "" : " until " + StateText.time(run.pause().until()));
  }

  /** The states of the ledger that can be shown as the state that was asked for. */
  private Collection<RunState> states() {
    if (state == null) {
      return Set.of(RunState.values());
    }
    List<String> names =
        Stream.concat(
                Arrays.stream(RunState.values()).map(RunState::name),
                Stream.of(StateText.INTERRUPTED))
            .toList();
    if (!names.contains(asked())) {
      throw new ConfigurationException(
          Code.BAD_VALUE,
          "--state",
          "\"%s\" is no state, allowed is one of %s"
              .formatted(
                  state,
                  names.stream()
                      .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
                      .collect(Collectors.joining(", "))));
    }
    return Arrays.stream(RunState.values())
        .filter(one -> List.of(one.name(), StateText.state(one, false)).contains(asked()))
        .toList();
  }

  private String table(List<RunSummary> runs, OpenedLedger opened, Map<String, Trend> trends) {
    if (runs.isEmpty()) {
      return "No run matches.";
    }
    TextTable table = new TextTable(COLUMNS, TREND);
    for (RunSummary summary : runs) {
      RunEntry run = summary.run();
      table.row(
          Arrays.asList(
              run.id(),
              run.writeback(),
              shown(summary, opened) + pause(run),
              StateText.time(run.acceptedAt()),
              StateText.length(millis(summary, opened)),
              run.snapshotRows(),
              summary.written(),
              summary.rejected(),
              trends.containsKey(run.id())
                  ? TrendText.of(trends.get(run.id()), out().terminal().isUtf8())
                  : "",
              run.code()));
    }
    return table.toString();
  }

  /** What a person should know of a run, below the table, as it may be long. */
  private static String notes(List<RunSummary> runs, OpenedLedger opened) {
    StringBuilder notes = new StringBuilder();
    for (RunSummary summary : runs) {
      RunEntry run = summary.run();
      List<String> remarks = new ArrayList<>(opened.history().remarks(run.id()));
      if (run.code() == Code.FIRE_SKIPPED) {
        remarks.add(run.reason());
      }
      if (run.isUndo()) {
        remarks.add("undo of run " + run.undoes());
      }
      remarks.forEach(
          remark -> notes.append(run.id()).append(": ").append(Visible.line(remark)).append('\n'));
    }
    return notes.isEmpty() ? "" : "\n" + notes;
  }

  private static Map<String, Object> json(
      RunSummary summary, OpenedLedger opened, Map<String, Trend> trends) {
    RunEntry run = summary.run();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", run.id());
    fields.put("writeback", run.writeback());
    fields.put("parent", run.parent());
    fields.put("undoes", run.undoes());
    fields.put("state", run.state().name());
    fields.put("interrupted", StateText.interrupted(run.state(), opened.held(run)));
    fields.put("acceptedAt", run.acceptedAt());
    fields.put("finishedAt", run.finishedAt());
    fields.put("seconds", millis(summary, opened) / 1000.0);
    fields.put("rows", run.snapshotRows());
    fields.put("written", summary.written());
    fields.put("rejected", summary.rejected());
    fields.put("trend", trends.get(run.id()));
    fields.put("pause", run.pause() == null ? null : run.pause().kind().word());
    fields.put("resumesAt", run.pause() == null ? null : run.pause().until());
    fields.put("code", run.code());
    fields.put("reason", run.reason());
    fields.put("remarks", opened.history().remarks(run.id()));
    return fields;
  }

  private static long millis(RunSummary summary, OpenedLedger opened) {
    return Duration.between(summary.run().acceptedAt(), opened.until(summary)).toMillis();
  }
}
