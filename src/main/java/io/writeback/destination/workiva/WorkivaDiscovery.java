package io.writeback.destination.workiva;

import io.writeback.discovery.Discovery;
import io.writeback.discovery.Listing;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The spreadsheets of a workspace, and the sheets of each. */
record WorkivaDiscovery(Function<String, Sheets> workspaces) implements Discovery {
  @Override
  public Listing all(String account, String name) {
    return Listing.of(Map.of("account", account), "spreadsheets", "id", "name", "modified")
        .with(
            workspaces.apply(account).spreadsheets().stream()
                .filter(one -> Listing.matches(name, one.name()))
                .map(one -> List.<Object>of(one.id(), one.name(), one.modified()))
                .toList());
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
    Map<String, Object> facts = Map.of("account", account, "spreadsheet", id);
    return Listing.of(facts, "sheets", "id", "title", "parent", "lock")
        .with(
            workspaces.apply(account).of(id).stream()
                .filter(one -> Listing.matches(name, one.title()))
                .map(one -> List.<Object>of(one.id(), one.title(), one.parent(), one.lock()))
                .toList());
  }
}
