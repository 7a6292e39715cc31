package io.writeback.cli;

import io.writeback.engine.Connectors;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.view.WhyAnswer;
import io.writeback.view.WhyQuestions;
import io.writeback.view.WhySearch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      WhyQuestions questions =
          new WhyQuestions(Connectors.destinationTypes(), opened.ledger().sentKeys());
      WhySearch.Question question =
          row == null
              ? questions.of(object, id == null ? "" : id, field, limit)
              : questions.ofKey(row, limit);
      WhyAnswer answer = new WhySearch(opened.ledger(), opened.views()).answer(question);
      print(answer, WhyText.of(answer, object, limit));
      return 0;
    }
  }

  private static ConfigurationException wrong(String message) {
    return new ConfigurationException(Code.BAD_VALUE, "why", message);
  }
}
