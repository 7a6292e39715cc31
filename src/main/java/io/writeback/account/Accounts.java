package io.writeback.account;

import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.config.Suggestion;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The accounts of the configuration: {@code account.NAME.key=value}.
 *
 * <p>An account is URL, credentials and limits of one system. What keys it has is said by the one
 * who uses it (a source or a destination), so an account is read only when a command needs it.
 */
public final class Accounts {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");

  private final Configuration configuration;
  private final UnaryOperator<String> placeholders;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  /**
   * @param placeholders resolves the {@code {{…}}} of a value; throws if it cannot
   */
  public Accounts(Configuration configuration, UnaryOperator<String> placeholders) {
    this.configuration = configuration;
    this.placeholders = placeholders;
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

  /** The accounts that somebody asked for, and so has told the mistakes of. */
  public Set<String> asked() {
    return Set.copyOf(asked);
  }

  /**
   * The settings of one account, placeholders resolved.
   *
   * @throws ConfigurationException naming each value whose placeholder has none, or the account if
   *     the configuration does not know it
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
    Map<String, String> resolved = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    raw.forEach(
        (name, value) -> {
          try {
            resolved.put(name, placeholders.apply(value));
          } catch (RuntimeException e) {
            problems.add(
                new Problem(
                    Code.UNRESOLVED_PLACEHOLDER,
                    configuration.file(),
                    prefix + name + ": " + placeholders(value) + " has no value here" + why(e)));
          }
        });
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new Settings(
        configuration.file(),
        prefix,
        resolved,
        configuration::fromEnvironment,
        configuration::path);
  }

  /** Only what we say ourselves: others may repeat the value. */
  private static String why(RuntimeException failure) {
    return failure instanceof UnresolvedPlaceholder known ? ": " + known.getMessage() : "";
  }

  /** Where a file is that an account names. */
  public Path file(String path) {
    return configuration.path(path);
  }

  /** What stands between braces; the rest of a value may be a part of a secret. */
  private static String placeholders(String value) {
    List<String> found = PLACEHOLDER.matcher(value).results().map(MatchResult::group).toList();
    return found.isEmpty() ? "a {{ without its }}" : String.join(", ", found);
  }

  private boolean inEnvironment(String prefix) {
    String name = Configuration.environmentName(prefix);
    return configuration.environment().keySet().stream().anyMatch(key -> key.startsWith(name));
  }
}
