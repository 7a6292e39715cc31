package io.writeback.destination.notes;

import io.writeback.discovery.Discovery;
import io.writeback.discovery.Listing;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The notebooks of an account. */
record NotesDiscovery(Function<String, NotesApi> accounts) implements Discovery {
  @Override
  public Listing all(String account, String name) {
    return Listing.of(Map.of("account", account), "notebooks", "name")
        .with(
            accounts.apply(account).notebooks().stream()
                .filter(one -> Listing.matches(name, one))
                .map(one -> List.<Object>of(one))
                .toList());
  }

  @Override
  public Listing inside(String account, String item, String name) {
    return all(account, item);
  }
}
