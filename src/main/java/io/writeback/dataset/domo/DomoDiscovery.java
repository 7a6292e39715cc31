package io.writeback.dataset.domo;

import io.writeback.discovery.Discovery;
import io.writeback.discovery.Listing;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The DataSets that a client of Domo may see, and the columns of each. */
record DomoDiscovery(Function<String, DomoClient> clients) implements Discovery {
  @Override
  public Listing all(String account, String name) {
    DomoClient domo = clients.apply(account);
    List<List<Object>> rows = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    boolean more = true;
    for (int offset = 0; more; offset += DomoClient.MOST_LISTED) {
      List<DomoDataset> page = domo.list(name, DomoClient.MOST_LISTED, offset);
      more = false;
      for (DomoDataset dataset : page) {
        // A page with nothing new is the last one too: DataSets move between pages as they come.
        if (seen.add(dataset.id())) {
          more = page.size() == DomoClient.MOST_LISTED;
          if (!dataset.deleted()) {
            rows.add(
                List.of(
                    dataset.id(),
                    dataset.name(),
                    dataset.rows(),
                    (long) dataset.columns(),
                    dataset.current()));
          }
        }
      }
    }
    return Listing.of(
            Map.of("account", account), "datasets", "id", "name", "rows", "columns", "refreshed")
        .with(rows);
  }

  @Override
  public Listing inside(String account, String item, String name) {
    DomoClient domo = clients.apply(account);
    DomoDataset dataset = domo.metadata(id(item));
    if (dataset.deleted()) {
      throw new WritebackException(
          Code.DATASET_DELETED, "Domo DataSet " + dataset.id() + " was deleted in Domo");
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("account", account);
    facts.put("id", dataset.id());
    facts.put("name", dataset.name());
    facts.put("rows", dataset.rows());
    facts.put("refreshed", dataset.current());
    facts.put("filtered", dataset.filtered());
    return Listing.of(facts, "columns", "name", "type")
        .with(
            dataset.schema().columns().stream()
                .filter(column -> Listing.matches(name, column.name()))
                .map(column -> List.<Object>of(column.name(), column.type().name()))
                .toList());
  }

  private static String id(String item) {
    try {
      return DatasetId.of(item);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          Code.BAD_VALUE,
          "discover domo",
          "\"%s\" is not a DataSet; allowed is %s. To look for a name: discover domo --name \"%s\""
              .formatted(item, DatasetId.ALLOWED, item));
    }
  }
}
