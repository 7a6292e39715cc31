package io.writeback.console;

import java.util.List;

/** The hosts that this process talks to. */
public record AccountsPage(List<HostLine> hosts) {
  public AccountsPage {
    hosts = List.copyOf(hosts);
  }

  /**
   * A host.
   *
   * @param accounts the accounts whose address it is
   * @param reached whether it answered last; in words
   * @param login what its last answers say of the credentials
   */
  public record HostLine(
      String host,
      List<String> accounts,
      Tone tone,
      String reached,
      String login,
      int limit,
      int ceiling,
      int inFlight,
      int waiting,
      long requests,
      long throttled,
      long failed) {
    public HostLine {
      accounts = List.copyOf(accounts);
    }
  }
}
