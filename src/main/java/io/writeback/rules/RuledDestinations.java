package io.writeback.rules;

import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Destination;
import io.writeback.destination.Destinations;
import io.writeback.destination.Plan;
import io.writeback.discovery.Discovery;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Destinations whose routes may have rules for fields. Those of a route without rules are used as
 * they are.
 *
 * @param paths finds a file of the configuration
 * @param quota the most bytes of a file that is made of rows
 */
public record RuledDestinations(Destinations destinations, Function<String, Path> paths, long quota)
    implements Destinations {
  /** What every sink has for them. */
  public static final List<Option<?>> OPTIONS = Rules.OPTIONS;

  @Override
  public Destination open(Settings options) {
    Destination destination = destinations.open(options);
    CsvValues files = new CsvValues(paths);
    return Rules.text(options, files, destination)
        .<Destination>map(text -> new RuledDestination(destination, text, files, quota))
        .orElse(destination);
  }

  @Override
  public Plan restore(Map<String, Object> stored, Snapshot snapshot) {
    RuledRows rules = RuledPlan.rules(stored).orElse(null);
    if (rules == null) {
      return destinations.restore(stored, snapshot);
    }
    Snapshot ruled =
        new Snapshot(
            snapshot.file(),
            rules.schema(),
            snapshot.rows(),
            snapshot.bytes(),
            snapshot.sha256(),
            snapshot.source(),
            snapshot.version());
    return new RuledPlan(destinations.restore(RuledPlan.withoutRules(stored), ruled), rules);
  }

  @Override
  public Optional<Discovery> discovery() {
    return destinations.discovery();
  }
}
