package io.writeback.destination.dataworld;

import io.writeback.discovery.Discovery;
import io.writeback.discovery.Listing;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The datasets that a user owns or contributes to, and the files of each. */
final class DataWorldDiscovery implements Discovery {
  private static final List<String> LISTS =
      List.of("user/datasets/own", "user/datasets/contributing");

  private final Function<String, DataWorldApi> accounts;

  DataWorldDiscovery(Function<String, DataWorldApi> accounts) {
    this.accounts = accounts;
  }

  @Override
  public Listing all(String account, String name) {
    Map<String, DatasetState> found = new LinkedHashMap<>();
    DataWorldApi api = accounts.apply(account);
    LISTS.forEach(list -> api.each(list, one -> found.putIfAbsent(one.key(), one)));
    List<List<Object>> rows = new ArrayList<>();
    for (DatasetState one : found.values()) {
      if (Listing.matches(name, one.key(), one.title())) {
        rows.add(List.of(one.key(), one.title(), one.access(), one.updated()));
      }
    }
    return Listing.of(
            Map.of("account", account), "datasets", "dataset", "title", "access", "updated")
        .with(rows);
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
    List<List<Object>> rows = new ArrayList<>();
    for (DatasetState.StoredFile one : dataset.files()) {
      if (Listing.matches(name, one.name())) {
        rows.add(List.of(one.name(), one.bytes(), one.updated()));
      }
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("account", account);
    facts.put("dataset", dataset.key());
    facts.put("access", dataset.access());
    facts.put("status", dataset.status());
    return Listing.of(facts, "files", "name", "sizeInBytes", "updated").with(rows);
  }
}
