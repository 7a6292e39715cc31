package io.writeback.console;

import io.writeback.http.HostHistory;
import io.writeback.http.HostState;
import io.writeback.http.Http;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Says what this process has seen of the hosts of all accounts.
 *
 * @param accounts the address of each account, by name
 * @param history what was seen of each host
 * @param states what the governor knows of the hosts that have a limit
 */
public record Hosts(
    Map<String, URI> accounts, HostHistory history, Supplier<List<HostState>> states) {
  private static final HostHistory.Seen NOTHING =
      new HostHistory.Seen(0, 0, 0, null, null, null, null, null);

  AccountsPage page() {
    Map<String, HostHistory.Seen> seen = history.seen();
    TreeSet<String> names = new TreeSet<>(seen.keySet());
    accounts.values().forEach(url -> names.add(Http.authority(url)));
    List<HostState> limits = states.get();
    return new AccountsPage(
        names.stream().map(name -> line(name, seen.getOrDefault(name, NOTHING), limits)).toList());
  }

  private AccountsPage.HostLine line(String host, HostHistory.Seen seen, List<HostState> limits) {
    HostState state =
        limits.stream()
            .filter(one -> one.host().equalsIgnoreCase(host))
            .findFirst()
            .orElse(new HostState(host, 0, 0, 0, 0, java.time.Duration.ZERO));
    boolean failing = isLater(seen.failedAt(), seen.answeredAt());
    return new AccountsPage.HostLine(
        host,
        accounts.entrySet().stream()
            .filter(account -> Http.authority(account.getValue()).equalsIgnoreCase(host))
            .map(Map.Entry::getKey)
            .toList(),
        seen.requests() == 0
            ? Tone.IDLE
            : failing ? Tone.BAD : state.throttledFor().isZero() ? Tone.GOOD : Tone.WARN,
        seen.requests() == 0
            ? "not asked yet"
            : failing
                ? "no answer: " + RunRow.words(seen.failure().name())
                : state.throttledFor().isZero() ? "answers" : "asks us to wait",
        login(seen),
        state.limit(),
        state.ceiling(),
        state.inFlight(),
        state.waiting(),
        seen.requests(),
        seen.throttled(),
        seen.failed());
  }

  private static String login(HostHistory.Seen seen) {
    if (seen.acceptedAt() == null && seen.refusedAt() == null) {
      return "not known yet";
    }
    return isLater(seen.refusedAt(), seen.acceptedAt()) ? "refused (401)" : "works";
  }

  private static boolean isLater(Instant one, Instant other) {
    return one != null && (other == null || one.isAfter(other));
  }
}
