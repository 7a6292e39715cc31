package io.writeback.cli;

import io.writeback.destination.DestinationType;
import io.writeback.engine.Connectors;
import io.writeback.ledger.SentKeyStore;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.view.WhyAnswer;
import io.writeback.view.WhySearch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code why OBJECT ID}: from what a destination holds back to the runs that have written it. */
@Command(
    name = "why",
    description = {
      "Shows which runs have written a record of a destination: when, from which row of which"
          + " DataSet, and what became of it.",
      "OBJECT is an object of Workfront (PROJ, project), a sheet, a file, or the name of a"
          + " writeback. With --row: whatever runs have written under a key, anywhere.",
    })
final class WhyCommand extends ConfiguredCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "OBJECT",
      description = "What holds the record.")
  private String object;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "The record: an ID, a cell or a row of a sheet; nothing for a file.")
  private String id;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "FIELD",
      description = "Only runs that have written this field, or this column of a DataSet.")
  private String field;

  @Option(
      names = "--row",
      paramLabel = "KEY",
      description = "Instead of OBJECT and ID: the key of a row, wherever it was written to.")
  private String row;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description = "Finds at most so many runs, the latest first. Default: 10")
  private int limit;

  @Override
  public Integer call() {
    requireLimit(limit);
    if ((row == null) == (object == null)) {
      throw wrong("give OBJECT and ID, or --row KEY: ./writeback why PROJ ID");
    }
    Optional<OpenedLedger> there = OpenedLedger.ifThere(this);
    if (there.isEmpty()) {
      print(Map.of("found", List.of()), StringUtils.capitalize(OpenedLedger.noRunYet(this)));
      return 0;
    }
    try (OpenedLedger opened = there.get()) {
      WhySearch.Question question =
          row == null
              ? question(opened.ledger().sentKeys())
              : new WhySearch.Question(List.of(), row, keys(row), null, limit);
      WhyAnswer answer = new WhySearch(opened.ledger(), opened.views()).answer(question);
      print(answer, WhyText.of(answer, object, limit));
      return 0;
    }
  }

  private WhySearch.Question question(SentKeyStore store) {
    List<String> all = store.targets();
    List<String> targets = all.stream().filter(target -> isNamed(target, object)).toList();
    if (targets.isEmpty()) {
      targets = store.targetsOf(object);
    }
    if (targets.isEmpty()) {
      throw wrong(
          "no run that is kept has written to \"%s\"%s"
              .formatted(
                  object, all.isEmpty() ? "" : "; they have written to " + String.join(", ", all)));
    }
    String name = id == null ? "" : id;
    Function<String, Optional<String>> keys = keys(name);
    if (targets.stream().allMatch(target -> keys.apply(target).isEmpty())) {
      String form = type(targets.get(0)).map(DestinationType::keyForm).orElse("a key");
      throw wrong(
          id == null
              ? "which record of %s? Give %s".formatted(String.join(", ", targets), form)
              : "\"%s\" is not %s".formatted(id, form));
    }
    return new WhySearch.Question(targets, name, keys, field, limit);
  }

  private static boolean isNamed(String target, String name) {
    return type(target).map(type -> type.isNamed(target, name)).orElse(target.equals(name));
  }

  private static Function<String, Optional<String>> keys(String name) {
    Map<String, DestinationType> types =
        Connectors.destinationTypes().stream()
            .collect(Collectors.toMap(DestinationType::name, type -> type));
    return target ->
        Optional.ofNullable(types.get(kind(target)))
            .map(type -> type.key(target, name))
            .orElseGet(() -> Optional.of(name).filter(key -> !key.isEmpty()));
  }

  private static Optional<DestinationType> type(String target) {
    return Connectors.destinationTypes().stream()
        .filter(type -> type.name().equals(kind(target)))
        .findFirst();
  }

  private static String kind(String target) {
    return StringUtils.substringBefore(target, ":");
  }

  private static ConfigurationException wrong(String message) {
    return new ConfigurationException(Code.BAD_VALUE, "why", message);
  }
}
