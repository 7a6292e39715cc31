package io.writeback.console;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Tells forms of the console from those that other sites send (CSRF).
 *
 * <p>The token of a form is the keyed hash of the session's id; without a session, of a random
 * value in a cookie of its own. It is good for as long as these are: a second click, a reload or a
 * second tab sends the same one again. The key is that of this process.
 */
final class Forms {
  /** The name of the field. */
  static final String FIELD = "X-XSRF-TOKEN";

  private final HmacUtils hash = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, Sessions.random());
  private final String cookie;
  private final boolean secure;
  private final boolean proxied;

  /**
   * @param secure whether cookies are sent over HTTPS only
   * @param proxied whether a proxy may have put another name into Host
   */
  Forms(boolean secure, boolean proxied) {
    this.cookie = secure ? "__Host-form" : "form";
    this.secure = secure;
    this.proxied = proxied;
  }

  /**
   * The token of a page with a form; the answer sets the cookie if there is none.
   *
   * @param session "" without one
   */
  String token(RoutingContext request, String session) {
    if (!session.isEmpty()) {
      return hash.hmacHex("session " + session);
    }
    String value =
        value(request)
            .orElseGet(
                () -> {
                  String fresh = Sessions.random();
                  request
                      .response()
                      .addCookie(
                          Cookie.cookie(cookie, fresh)
                              .setPath("/")
                              .setHttpOnly(true)
                              .setSecure(secure)
                              // Strict would set another one after a link from a mail, and the
                              // forms of other tabs would be worth nothing.
                              .setSameSite(CookieSameSite.LAX));
                  return fresh;
                });
    return hash.hmacHex("form " + value);
  }

  private Optional<String> value(RoutingContext request) {
    return Optional.ofNullable(request.request().getCookie(cookie))
        .map(Cookie::getValue)
        .filter(value -> value.matches("[0-9a-f]{64}"));
  }

  /** Whether a form that was sent is one of the console, to the same visitor. */
  boolean isOurs(RoutingContext request, String session) {
    if (!isFromHere(request.request())) {
      return false;
    }
    String given = request.request().getFormAttribute(FIELD);
    String expected =
        session.isEmpty()
            ? value(request).map(value -> hash.hmacHex("form " + value)).orElse("")
            : hash.hmacHex("session " + session);
    return given != null
        && !expected.isEmpty()
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }

  /** What the browser says about it, if it does. */
  private boolean isFromHere(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    String origin = request.getHeader("Origin");
    if (origin == null || proxied) {
      return origin == null || !origin.equals("null");
    }
    try {
      return request.getHeader("Host") != null
          && request.getHeader("Host").equalsIgnoreCase(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether another site asks for something that is no page to look at. */
  static boolean isPulledElsewhere(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site == null || site.equals("same-origin") || site.equals("none")) {
      return false;
    }
    String destination = request.getHeader("Sec-Fetch-Dest");
    return !"navigate".equals(request.getHeader("Sec-Fetch-Mode"))
        || (destination != null && !destination.equals("document"));
  }
}
