package io.writeback.destination.dataworld;

import io.writeback.discovery.Discovery;
import io.writeback.discovery.Listing;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The datasets that a user owns or contributes to, and the files of each. */
record DataWorldDiscovery(Function<String, DataWorldApi> accounts) implements Discovery {
  private static final List<String> LISTS =
      List.of("user/datasets/own", "user/datasets/contributing");

  @Override
  public Listing all(String account, String name) {
    Map<String, DatasetState> found = new LinkedHashMap<>();
    DataWorldApi api = accounts.apply(account);
    LISTS.forEach(list -> api.each(list, one -> found.putIfAbsent(one.key(), one)));
    return Listing.of(
            Map.of("account", account), "datasets", "dataset", "title", "access", "updated")
        .with(
            found.values().stream()
                .filter(one -> Listing.matches(name, one.key(), one.title()))
                .map(one -> List.<Object>of(one.key(), one.title(), one.access(), one.updated()))
                .toList());
  }

  @Override
  public Listing inside(String account, String item, String name) {
    DatasetKey key;
    try {
      key = DatasetKey.parse(item);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          Code.BAD_VALUE, "discover", "\"" + item + "\" is no dataset: " + e.getMessage());
    }
    DatasetState dataset = accounts.apply(account).read(key);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("account", account);
    facts.put("dataset", dataset.key());
    facts.put("access", dataset.access());
    facts.put("status", dataset.status());
    return Listing.of(facts, "files", "name", "sizeInBytes", "updated")
        .with(
            dataset.files().stream()
                .filter(one -> Listing.matches(name, one.name()))
                .map(one -> List.<Object>of(one.name(), one.bytes(), one.updated()))
                .toList());
  }
}
