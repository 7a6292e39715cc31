package io.writeback.metrics;

import java.util.Map;
import java.util.TreeMap;

/**
 * A metric as docs/metrics.md has it.
 *
 * @param labels in the order of the alphabet, with commas; "" for none
 */
public record Documented(String type, String labels, String says) {
  /** Those of a scrape, by name. */
  public static Map<String, Documented> of(Scrape scrape) {
    Map<String, Documented> all = new TreeMap<>();
    scrape
        .types()
        .forEach(
            (name, type) ->
                all.put(
                    name,
                    new Documented(
                        type, String.join(", ", scrape.labels(name)), scrape.help(name))));
    return all;
  }

  /** Those of the tables of a document whose first column is the name of a metric. */
  public static Map<String, Documented> in(String document) {
    Map<String, Documented> all = new TreeMap<>();
    document
        .lines()
        .filter(line -> line.startsWith("| `writeback_"))
        .map(line -> line.replace("`", "").split(" *\\| *", -1))
        .forEach(cells -> all.put(cells[1], new Documented(cells[2], cells[3], cells[4])));
    return all;
  }
}
