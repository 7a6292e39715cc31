package io.writeback.account;

import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.config.Suggestion;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The accounts of the configuration: {@code account.NAME.key=value}.
 *
 * <p>An account is URL, credentials and limits of one system. What keys it has is said by the one
 * who uses it (a source or a destination), so an account is read only when a command needs it.
 */
public final class Accounts {
  private final Configuration configuration;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  public Accounts(Configuration configuration) {
    this.configuration = configuration;
  }

  /** The names that the configuration has keys for. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (String key : configuration.under("account.").keySet()) {
      names.add(key.substring(0, Math.max(0, key.indexOf('.'))));
    }
    names.remove("");
    return names;
  }

  /** The accounts that were read, so that their mistakes are reported. */
  public Set<String> asked() {
    return Set.copyOf(asked);
  }

  /**
   * The settings of one account, placeholders resolved as they are asked for.
   *
   * @throws ConfigurationException naming the account if the configuration does not know it
   */
  public Settings settings(String account) {
    asked.add(account);
    String prefix = "account." + account + ".";
    Map<String, String> raw = configuration.under(prefix);
    if (raw.isEmpty() && !inEnvironment(prefix)) {
      throw new ConfigurationException(
          Code.MISSING_VALUE,
          configuration.file(),
          "there is no account \"%s\" (no key begins with %s)%s"
              .formatted(account, prefix, Suggestion.didYouMean(account, names())));
    }
    return configuration.settings(prefix);
  }

  /** Where a file is that an account names. */
  public Path file(String path) {
    return configuration.path(path);
  }

  private boolean inEnvironment(String prefix) {
    String name = Configuration.environmentName(prefix);
    return configuration.environment().keySet().stream().anyMatch(key -> key.startsWith(name));
  }
}
