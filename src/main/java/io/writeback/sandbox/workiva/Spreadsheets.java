package io.writeback.sandbox.workiva;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The spreadsheets by id. */
final class Spreadsheets {
  private final Map<String, Spreadsheet> byId = new ConcurrentSkipListMap<>();

  void put(Spreadsheet spreadsheet) {
    byId.put(spreadsheet.id(), spreadsheet);
  }

  void remove(String id) {
    byId.remove(id);
  }

  List<Spreadsheet> all() {
    return List.copyOf(byId.values());
  }

  Optional<Spreadsheet> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** By id or name. */
  Spreadsheet named(String idOrName) {
    return find(idOrName)
        .or(() -> all().stream().filter(s -> s.name().equals(idOrName)).findFirst())
        .orElseThrow(() -> new IllegalArgumentException("There is no spreadsheet " + idOrName));
  }

  /** A sheet of a spreadsheet, each by id or name. */
  static Sheet named(Spreadsheet spreadsheet, String idOrName) {
    return spreadsheet
        .sheet(idOrName)
        .or(() -> spreadsheet.sheets().stream().filter(s -> s.name().equals(idOrName)).findFirst())
        .orElseThrow(() -> new IllegalArgumentException("There is no sheet " + idOrName));
  }
}
