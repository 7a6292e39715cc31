package io.writeback.sandbox.domo;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The DataSets of the sandbox by id. */
final class DataSets {
  private final Map<String, DataSet> byId = new ConcurrentSkipListMap<>();

  void add(DataSet dataSet) {
    byId.put(dataSet.id(), dataSet);
  }

  Optional<DataSet> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  Collection<DataSet> all() {
    return byId.values();
  }
}
