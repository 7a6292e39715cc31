package io.writeback.console;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.Session;
import io.writeback.console.ConsoleSettings.Role;
import io.writeback.console.ConsoleSettings.User;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who may see the console, and who may act.
 *
 * <p>On the loopback interface without users everybody on this machine is an operator, as with the
 * commands; names other than its own are refused there, so that no web page on the Internet reaches
 * it through a name of its own (DNS rebinding).
 */
final class Access {
  private static final Logger LOG = LoggerFactory.getLogger(Access.class);
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String USER = "user";

  /** Of no password; checked for a user that does not exist, so that it takes as long. */
  private static final String NOBODY =
      "$2a$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW";

  private final ConsoleSettings settings;
  private final LoginAttempts attempts;

  Access(ConsoleSettings settings, InstantSource clock) {
    this.settings = settings;
    this.attempts = new LoginAttempts(clock);
  }

  /** Whether a request came under a name that is this machine's own, where that matters. */
  boolean isAddressedRight(HttpServerRequest request) {
    return settings.isClosed()
        || (request.authority() != null && OWN_NAMES.contains(request.authority().host()));
  }

  /** Who asks; empty if it has to log in first. */
  Optional<Visitor> visitor(RoutingContext request, String csrf) {
    if (!settings.isClosed()) {
      return Optional.of(new Visitor(null, Role.OPERATOR, csrf));
    }
    Optional<String> proxied =
        settings
            .userHeader()
            .map(header -> request.request().getHeader(header))
            .filter(name -> !name.isBlank());
    if (proxied.isPresent()) {
      Role role = settings.operators().contains(proxied.get()) ? Role.OPERATOR : Role.VIEWER;
      return Optional.of(new Visitor(proxied.get(), role, csrf));
    }
    String name = request.session().get(USER);
    return Optional.ofNullable(name)
        .map(settings.users()::get)
        .map(user -> new Visitor(name, user.role(), csrf));
  }

  /** What became of an attempt to log in. */
  enum Login {
    DONE,
    WRONG,
    /** Too many were wrong. */
    LATER
  }

  /** Checks a password; takes a while. */
  Login check(String name, String password, String address) {
    if (attempts.mustWait("user " + name) || attempts.mustWait("address " + address)) {
      return Login.LATER;
    }
    User user = settings.users().get(name);
    boolean right =
        BCrypt.verifyer()
            .verify(
                password.getBytes(StandardCharsets.UTF_8),
                (user == null ? NOBODY : user.hash()).getBytes(StandardCharsets.US_ASCII))
            .verified;
    if (user == null || !right) {
      attempts.failed("user " + name);
      attempts.failed("address " + address);
      LOG.warn("a login to the console failed, from {}", address);
      return Login.WRONG;
    }
    attempts.succeeded("user " + name);
    attempts.succeeded("address " + address);
    return Login.DONE;
  }

  /** The session of a visitor who has logged in; it has another id than before. */
  void enter(RoutingContext request, String name) {
    request.session().regenerateId().put(USER, name);
  }

  void leave(RoutingContext request) {
    Session session = request.session();
    if (session != null) {
      session.destroy();
    }
  }

  /** Whether visitors log in here, and so can log out. */
  boolean hasLogin() {
    return !settings.users().isEmpty();
  }

  /** Where a visitor logs in first, to see a page then. */
  static String loginFor(HttpServerRequest request) {
    return request.method() == HttpMethod.GET
        ? "/login?then=" + URLEncoder.encode(request.uri(), StandardCharsets.UTF_8)
        : "/login";
  }

  /** A page of the console; anything else would lead elsewhere. */
  static String pageOf(String then) {
    return then != null && then.matches("/(?![/\\\\])[\\x21-\\x7e]*") ? then : "/";
  }
}
