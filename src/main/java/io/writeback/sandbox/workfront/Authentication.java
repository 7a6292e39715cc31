package io.writeback.sandbox.workfront;

import io.writeback.sandbox.http.Request;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Authenticates calls.
 *
 * <p>Workfront API basics: a session goes in the header or the parameter {@code sessionID}, an API
 * key in the header or the query parameter {@code apiKey}; a cookie is accepted only for reads. A
 * bearer token is checked last (the order of Workfront's own client). An API key in the form body
 * of a write, or in place of a session, is refused (users' reports).
 */
final class Authentication {
  private final Account account;
  private final Sessions sessions;
  private final ImsTokens tokens;
  private final AtomicReference<String> apiKey;

  /** The only account of the sandbox. */
  record Account(String userId, String username, String password, String apiKey) {}

  Authentication(Account account, Sessions sessions, ImsTokens tokens) {
    this.tokens = tokens;
    this.account = account;
    this.sessions = sessions;
    this.apiKey = new AtomicReference<>(account.apiKey());
  }

  Account account() {
    return account;
  }

  /** The session of the call; empty for a call with an API key. */
  Optional<String> check(Request request, RequestForm form) throws Refusal {
    Optional<String> session =
        request.header("sessionID").or(() -> form.parameters().first("sessionID"));
    if (session.isPresent()) {
      return Optional.of(alive(session.get()));
    }
    if (!form.isRead() && form.form().first("apiKey").isPresent()) {
      throw Refusal.apiKeyInForm();
    }
    Optional<String> key = request.header("apiKey").or(() -> form.parameters().first("apiKey"));
    if (key.isPresent()) {
      if (!key.get().equals(apiKey.get())) {
        throw Refusal.notLoggedIn();
      }
      return Optional.empty();
    }
    Optional<String> bearer = request.header("Authorization");
    if (bearer.isPresent()) {
      checkBearer(bearer.get(), request.header("x-gw-ims-org-id").orElse(""));
      return Optional.empty();
    }
    Optional<String> cookie = request.header("Cookie").flatMap(Authentication::sessionCookie);
    if (cookie.isPresent() && form.isRead()) {
      return Optional.of(alive(cookie.get()));
    }
    throw Refusal.notLoggedIn();
  }

  /** Workfront's own client sends the token of Adobe's identity service with the organisation. */
  private void checkBearer(String header, String organization) throws Refusal {
    boolean right =
        header.startsWith("Bearer ")
            && tokens.isAlive(header.substring("Bearer ".length()))
            && organization.equals(Workfront.IMS_ORGANIZATION);
    if (!right) {
      throw Refusal.notLoggedIn();
    }
  }

  /** A new session for the right user name and password. */
  String login(RequestForm form) throws Refusal {
    checkPassword(form);
    return open();
  }

  String open() {
    return sessions.open();
  }

  void checkPassword(RequestForm form) throws Refusal {
    boolean right =
        form.parameters().first("username").orElse("").equals(account.username())
            && form.parameters().first("password").orElse("").equals(account.password());
    if (!right) {
      throw Refusal.badPassword();
    }
  }

  /** The API key; a new one after {@link #clearKey}. */
  String key() {
    String made = UUID.randomUUID().toString().replace("-", "");
    return apiKey.updateAndGet(key -> key == null ? made : key);
  }

  /** Ends the API key. */
  void clearKey() {
    apiKey.set(null);
  }

  void logout(String session) {
    sessions.close(session);
  }

  private String alive(String session) throws Refusal {
    if (!sessions.use(session)) {
      throw Refusal.notLoggedIn();
    }
    return session;
  }

  private static Optional<String> sessionCookie(String header) {
    for (String cookie : header.split(";", -1)) {
      String trimmed = cookie.trim();
      if (trimmed.startsWith("attask=")) {
        return Optional.of(trimmed.substring("attask=".length()));
      }
    }
    return Optional.empty();
  }
}
