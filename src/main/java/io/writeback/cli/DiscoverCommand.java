package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.config.Suggestion;
import io.writeback.destination.DestinationType;
import io.writeback.discovery.Discovery;
import io.writeback.discovery.Listing;
import io.writeback.engine.Connectors;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.run.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code discover KIND [ITEM]}: the names that a route can use, asked of the system itself. */
@Command(
    name = "discover",
    description = {
      "Shows what an account holds, to find the names that a route needs:",
      "  discover domo                the DataSets, with rows and last refresh",
      "  discover domo DATASET        its columns; DATASET is a GUID or the address of its page",
    })
final class DiscoverCommand extends ConfiguredCommand {
  @Parameters(index = "0", paramLabel = "KIND", description = "The system, as above.")
  private String kind;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ITEM",
      description = "What to look into, as above.")
  private String item;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "The account of application.properties. Default: the name of the system")
  private String account;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Only what has this text in its name.")
  private String name;

  /** Adds the destinations to the help. */
  static void describe(CommandSpec spec) {
    List<String> lines = new ArrayList<>(List.of(spec.usageMessage().description()));
    for (DestinationType type : Connectors.destinationTypes()) {
      for (Discovery.Usage usage : type.discoveryUsage()) {
        lines.add(
            "  %-28s %s"
                .formatted(
                    ("discover " + type.name() + " " + usage.item()).strip(), usage.shows()));
      }
    }
    spec.usageMessage().description(lines.toArray(String[]::new));
  }

  @Override
  public Integer call() {
    try (WritebackMain main = main(ProgressListener.NONE)) {
      ConfigurationException.throwIfAny(main.runtime().settings().problems());
      Discovery discovery = discovery(main.runtime().connectors().discoveries());
      String asked = account == null ? system() : account;
      Listing found =
          item == null ? discovery.all(asked, name) : discovery.inside(asked, item, name);
      print(found.asMap(), table(found).stripTrailing());
      return 0;
    }
  }

  private String system() {
    return kind.toLowerCase(Locale.ROOT);
  }

  private Discovery discovery(Map<String, Discovery> kinds) {
    Discovery found = kinds.get(system());
    if (found == null) {
      throw new ConfigurationException(
          Code.BAD_VALUE,
          "discover",
          "there is no \"%s\" to ask; there are %s%s"
              .formatted(
                  kind,
                  String.join(", ", kinds.keySet()),
                  Suggestion.didYouMean(kind, kinds.keySet())));
    }
    return found;
  }

  private static String table(Listing found) {
    LabelledLines text = new LabelledLines();
    found.facts().forEach((fact, value) -> text.line(fact, TextTable.text(value)));
    text.emptyLine();
    TextTable table = new TextTable(found.columns());
    found.items().forEach(one -> table.row(one.values()));
    text.text(table);
    text.text(String.format(Locale.ROOT, "%n%s: %,d%n", found.kind(), found.items().size()));
    return text.toString();
  }
}
