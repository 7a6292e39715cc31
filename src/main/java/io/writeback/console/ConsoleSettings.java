package io.writeback.console;

import io.writeback.config.Configuration;
import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The keys below {@code console.}.
 *
 * @param showValues whether cell values and keys of rows are shown
 * @param users who may log in, by name
 * @param userHeader the header in which a reverse proxy says who it has logged in
 * @param operators of those that the proxy names, who may start and stop runs
 * @param behindProxy whether a reverse proxy ends TLS
 * @param proxies the addresses from which that header is believed
 * @param proxyNames the hosts, in lower case, as which visitors know the proxy
 */
public record ConsoleSettings(
    boolean enabled,
    boolean showValues,
    Map<String, User> users,
    Optional<String> userHeader,
    Set<String> operators,
    boolean behindProxy,
    Set<InetAddress> proxies,
    Set<String> proxyNames,
    List<Problem> problems) {
  private static final String USERS = "console.user.";

  private static final Option<Boolean> ENABLED =
      Option.bool("enabled", false)
          .says(
              "Serves the console at `http://<api.host>:<api.port>/` while `./writeback start`"
                  + " runs.");

  private static final Option<Boolean> SHOW_VALUES =
      Option.bool("show-values", false)
          .says(
              "Shows keys of rows, and the values in reasons and differences. Without it the"
                  + " console shows counts, fields and codes only.");

  private static final Option<Optional<String>> USER_HEADER =
      Option.text("proxy-user-header")
          .without("none")
          .says(
              "The header in which a reverse proxy names the user that it has logged in, such as"
                  + " `X-Forwarded-User`. The proxy has to remove it from what comes in. Needs"
                  + " `console.behind-proxy=true`, and excludes `console.user.NAME`.");

  private static final Option<Set<String>> OPERATORS =
      Option.orElse("proxy-operators", Set.<String>of(), "names with commas between them", names())
          .without("none")
          .says(
              "The users of the proxy who may start, stop and replay runs; all others only look.");

  private static final Option<Boolean> BEHIND_PROXY =
      Option.bool("behind-proxy", false)
          .says("A reverse proxy ends TLS: cookies are sent over HTTPS only.");

  private static final Option<Set<InetAddress>> PROXIES =
      Option.parsed(
              "proxy-address",
              "127.0.0.1,::1",
              "IP addresses with commas between them",
              ConsoleSettings::addresses)
          .says(
              "The addresses from which the proxy connects. `console.proxy-user-header` is believed"
                  + " from these only.");

  private static final Option<Set<String>> PROXY_NAMES =
      Option.orElse(
              "proxy-names",
              Set.<String>of(),
              "host names with commas between them",
              text -> names().apply(text.toLowerCase(Locale.ROOT)))
          .without("none")
          .says(
              "With `console.proxy-user-header`, the host names under which visitors reach the"
                  + " proxy, such as `runs.example.com`, if it passes these on (in `Host`). A"
                  + " request under any other name that is not this machine's is refused.");

  /** All of them but the users, in the order of the documents. */
  public static final List<Option<?>> KEYS =
      List.of(ENABLED, SHOW_VALUES, USER_HEADER, OPERATORS, BEHIND_PROXY, PROXIES, PROXY_NAMES);

  /** What a user may do. */
  public enum Role {
    /** Looks at everything. */
    VIEWER,
    /** Starts, stops and replays runs as well. */
    OPERATOR
  }

  /**
   * Who may log in.
   *
   * @param hash of the password, by bcrypt
   */
  public record User(Role role, String hash) {
    /** Of the hash: each one more takes twice the time. */
    int cost() {
      return Integer.parseInt(hash.substring(4, 6));
    }

    @Override
    public String toString() {
      return "User[" + role + "]";
    }
  }

  /**
   * @param host where it is served
   * @param tls whether the server itself speaks TLS
   */
  public static ConsoleSettings of(Configuration configuration, String host, boolean tls) {
    Settings own = configuration.settings("console.");
    Map<String, User> users = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    Settings names = configuration.settings(USERS);
    for (String name : configuration.under(USERS).keySet()) {
      own.knows("user." + name);
      Optional<User> user = names.text(name).flatMap(ConsoleSettings::user);
      user.ifPresent(known -> users.put(name, known));
      if (user.isEmpty()) {
        // The value may be a password.
        names.problem(
            Code.BAD_VALUE,
            name,
            "is not a role (viewer or operator) and a bcrypt hash with a cost from 04 to 31 behind"
                + " it, as htpasswd -nBC 12 prints it");
      }
    }
    ConsoleSettings settings =
        new ConsoleSettings(
            ENABLED.in(own),
            SHOW_VALUES.in(own),
            users,
            USER_HEADER.in(own),
            OPERATORS.in(own),
            BEHIND_PROXY.in(own),
            PROXIES.in(own),
            PROXY_NAMES.in(own),
            problems);
    if (settings.enabled) {
      settings.requireSafe(own, host, tls);
    }
    problems.addAll(names.close());
    problems.addAll(own.close());
    return settings;
  }

  private void requireSafe(Settings own, String host, boolean tls) {
    if (userHeader.isPresent() && !behindProxy) {
      own.problem(
          Code.BAD_VALUE,
          "proxy-user-header",
          "needs console.behind-proxy=true: without a proxy anybody can send the header");
    }
    if (userHeader.isPresent() && !users.isEmpty()) {
      own.problem(
          Code.BAD_VALUE,
          "proxy-user-header",
          "and console.user.NAME are both set: either the proxy logs users in, or the console does;"
              + " keep one of them");
    }
    if (isLoopback(host)) {
      return;
    }
    if (!isClosed()) {
      own.problem(
          Code.BAD_VALUE,
          "enabled",
          "is true and api.host is "
              + host
              + ": others reach the console there, so it needs users"
              + " (console.user.NAME=operator $2y$...) or console.proxy-user-header");
    }
    if (!tls && !behindProxy) {
      own.problem(
          Code.BAD_VALUE,
          "enabled",
          "is true and api.host is "
              + host
              + ": passwords would travel in clear text; set api.tls-certificate and api.tls-key, or"
              + " console.behind-proxy=true if a reverse proxy ends TLS");
    }
  }

  /** Whether a visitor has to say who it is. */
  boolean isClosed() {
    return !users.isEmpty() || userHeader.isPresent();
  }

  /** Whether an address is one of the proxy. */
  boolean isProxy(String address) {
    try {
      return address != null && proxies.contains(address(address.replaceFirst("%.*", "")));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  Role roleOfProxied(String name) {
    return operators.contains(name) ? Role.OPERATOR : Role.VIEWER;
  }

  /** Whether only this machine reaches a host name or address. */
  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Optional<User> user(String text) {
    String[] parts = text.split("\\s+", 2);
    return parts.length < 2 || !isHash(parts[1])
        ? Optional.empty()
        : Arrays.stream(Role.values())
            .filter(role -> role.name().equalsIgnoreCase(parts[0]))
            .findFirst()
            .map(role -> new User(role, parts[1]));
  }

  private static boolean isHash(String text) {
    // What bcrypt can check: a cost from 4 to 31.
    return text.matches("\\$2[aby]\\$(0[4-9]|[12]\\d|3[01])\\$[./A-Za-z0-9]{53}");
  }

  private static Set<InetAddress> addresses(String text) {
    return names().apply(text).stream()
        .map(ConsoleSettings::address)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Of digits only: no name is looked up. */
  private static InetAddress address(String text) {
    try {
      if (text.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*")) {
        return InetAddress.getByName(text);
      }
    } catch (UnknownHostException e) {
      // It is none.
    }
    throw new IllegalArgumentException(text + " is none");
  }

  private static Function<String, Set<String>> names() {
    return text ->
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }
}
