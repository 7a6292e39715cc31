package io.writeback.destination.workiva;

import io.writeback.discovery.Discovery;
import io.writeback.discovery.Listing;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The spreadsheets of a workspace, and the sheets of each. */
final class WorkivaDiscovery implements Discovery {
  private final Function<String, Sheets> workspaces;

  WorkivaDiscovery(Function<String, Sheets> workspaces) {
    this.workspaces = workspaces;
  }

  @Override
  public Listing all(String account, String name) {
    List<List<Object>> rows = new ArrayList<>();
    for (Sheets.Spreadsheet one : workspaces.apply(account).spreadsheets()) {
      if (Listing.matches(name, one.name())) {
        rows.add(List.of(one.id(), one.name(), one.modified()));
      }
    }
    return Listing.of(Map.of("account", account), "spreadsheets", "id", "name", "modified")
        .with(rows);
  }

  @Override
  public Listing inside(String account, String item, String name) {
    String id;
    try {
      id = PastedId.spreadsheet(item);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          Code.BAD_VALUE, "discover", "\"" + item + "\" is no spreadsheet: " + e.getMessage());
    }
    List<List<Object>> rows = new ArrayList<>();
    for (Sheets.Sheet one : workspaces.apply(account).of(id)) {
      if (Listing.matches(name, one.title())) {
        rows.add(List.of(one.id(), one.title(), one.parent(), one.lock()));
      }
    }
    return Listing.of(
            Map.of("account", account, "spreadsheet", id),
            "sheets",
            "id",
            "title",
            "parent",
            "lock")
        .with(rows);
  }
}
