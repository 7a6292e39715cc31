package io.writeback.console;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.writeback.console.ConsoleSettings.Role;
import io.writeback.console.ConsoleSettings.User;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
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
  private static final Set<String> OWN_NAMES = Set.of("localhost", "[::1]");
  private static final int LONGEST_NAME = 100;
  private static final int AT_ONCE = 2;

  /** Bcrypt reads no more of a password. */
  private static final int LONGEST_PASSWORD_BYTES = 72;

  /** Of no password, with its cost before it. */
  private static final String NOBODY = "$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW";

  private final ConsoleSettings settings;
  private final String host;
  private final boolean secure;
  private final Forms forms;
  private final Sessions sessions;
  private final LoginAttempts attempts;
  private final String nobody;
  private final Semaphore checking = new Semaphore(AT_ONCE);

  /**
   * @param host where the console is served
   * @param secure whether visitors come over HTTPS
   */
  Access(ConsoleSettings settings, String host, boolean secure, InstantSource clock) {
    this.settings = settings;
    this.host = host;
    this.secure = secure;
    this.forms = new Forms(secure, settings.behindProxy());
    this.sessions = new Sessions(clock);
    this.attempts = new LoginAttempts(clock);
    int cost = settings.users().values().stream().mapToInt(User::cost).max().orElse(12);
    this.nobody = String.format(Locale.ROOT, "$2a$%02d%s", cost, NOBODY);
  }

  /**
   * Whether a request came under a name that is this machine's own, where that matters: it does not
   * where a password is asked for. Behind a proxy a page in a browser on the proxy's machine could
   * send the header of the proxy.
   */
  boolean isAddressedRight(HttpServerRequest request) {
    if (hasLogin() || request.authority() == null) {
      return hasLogin();
    }
    String name = request.authority().host();
    return isOwnName(name)
        || (settings.userHeader().isPresent()
            && settings.proxyNames().contains(name.toLowerCase(Locale.ROOT)));
  }

  private boolean isOwnName(String name) {
    return name.equalsIgnoreCase(host)
        || OWN_NAMES.contains(name.toLowerCase(Locale.ROOT))
        || name.matches("127(\\.\\d{1,3}){3}");
  }

  /** Whether visitors come through a proxy that names them, and this request did not. */
  boolean isBesideProxy(HttpServerRequest request) {
    return settings.userHeader().isPresent() && proxied(request).isEmpty();
  }

  /** Whom the proxy names; anybody else who sends the header is not believed. */
  private Optional<String> proxied(HttpServerRequest request) {
    return settings
        .userHeader()
        .map(request::getHeader)
        .filter(name -> !name.isBlank())
        .filter(name -> settings.isProxy(request.remoteAddress().hostAddress()));
  }

  /** Who asks; empty if it has to log in first. */
  Optional<Visitor> visitor(RoutingContext request) {
    if (!settings.isClosed()) {
      return Optional.of(new Visitor(null, Role.OPERATOR, ""));
    }
    if (settings.userHeader().isPresent()) {
      return proxied(request.request())
          .map(name -> new Visitor(name, settings.roleOfProxied(name), ""));
    }
    String session = session(request);
    return sessions
        .use(session)
        .map(
            name ->
                new Visitor(
                    name, settings.users().get(name).role(), forms.token(request, session)));
  }

  /** A visitor of a page with a form: the answer may set a cookie. */
  Visitor withToken(RoutingContext request, Visitor visitor) {
    return visitor.csrf().isEmpty()
        ? new Visitor(visitor.name(), visitor.role(), forms.token(request, ""))
        : visitor;
  }

  /** The token of the login; its visitor has no session. */
  String loginToken(RoutingContext request) {
    return forms.token(request, "");
  }

  /** Whether a form was made by the console for whoever sends it. */
  boolean isOurForm(RoutingContext request) {
    boolean login = request.normalizedPath().equals("/login");
    String session = session(request);
    return forms.isOurs(request, login || sessions.user(session).isEmpty() ? "" : session);
  }

  /** Whether a visitor who was let in would still be. */
  boolean isStillIn(RoutingContext request) {
    return !hasLogin() || sessions.user(session(request)).isPresent();
  }

  /** What became of an attempt to log in. */
  enum Login {
    DONE,
    WRONG,
    /** Too many were wrong. */
    LATER
  }

  /** Checks a password; takes a while, and much of the processor: not many at the same time. */
  Login check(String name, String password, String address) {
    if (!checking.tryAcquire()) {
      return Login.LATER;
    }
    try {
      return checkNow(name, password, address);
    } finally {
      checking.release();
    }
  }

  private Login checkNow(String name, String password, String address) {
    String known = name.length() > LONGEST_NAME ? "" : name;
    String pair = "user " + known + " from " + address;
    String all = "address " + address;
    // Behind a proxy everybody has its address.
    boolean own = !settings.behindProxy();
    if (!attempts.begin(pair) || (own && !attempts.begin(all))) {
      return Login.LATER;
    }
    User user = settings.users().get(known);
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    boolean tooLong = bytes.length > LONGEST_PASSWORD_BYTES;
    // A user that does not exist takes as long.
    boolean right =
        BCrypt.verifyer()
            .verify(
                tooLong ? new byte[] {'x'} : bytes,
                (user == null || tooLong ? nobody : user.hash())
                    .getBytes(StandardCharsets.US_ASCII))
            .verified;
    if (user == null || tooLong || !right) {
      LOG.warn("a login to the console failed, from {}", address);
      return Login.WRONG;
    }
    attempts.forget(pair);
    attempts.takeBack(all);
    return Login.DONE;
  }

  /** The session of a visitor who has logged in; it has another id than before. */
  void enter(RoutingContext request, String name) {
    sessions.leave(session(request));
    request.response().addCookie(cookie(sessions.enter(name)));
  }

  void leave(RoutingContext request) {
    sessions.leave(session(request));
    request.response().addCookie(cookie("").setMaxAge(0));
  }

  /** Lax, so that a link from a mail leads to a page and not to the login. */
  private Cookie cookie(String value) {
    return Cookie.cookie(cookieName(), value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(secure)
        .setSameSite(CookieSameSite.LAX);
  }

  private String cookieName() {
    return secure ? "__Host-console" : "console";
  }

  /** "" if there is none. */
  private String session(RoutingContext request) {
    Cookie cookie = request.request().getCookie(cookieName());
    return cookie == null ? "" : cookie.getValue();
  }

  /** Whether a visitor has to say who it is, here or to a proxy. */
  boolean isClosed() {
    return settings.isClosed();
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
