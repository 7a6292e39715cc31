package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.writeback.account.Accounts;
import io.writeback.auth.TokenStore;
import io.writeback.cli.Home;
import io.writeback.config.Configuration;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.RetryPolicy;
import io.writeback.problem.WritebackException;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of every login that returns a token: the command as users run it, the sandbox's own
 * token endpoint, and between them a proxy that simulates network failures.
 */
abstract class LoginContract {
  protected static final String NAME = "login";
  private static final int TRIES = 3;

  private static final String REFUSAL =
      "HTTP/1.1 401 Unauthorized\nContent-Type: application/json\nContent-Length: 26"
          + "\n\n{\"error\":\"invalid_client\"}";

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;
  private RecordingProxy proxy;
  private Map<String, String> keys;
  private final StringBuilder printed = new StringBuilder();

  // What a login has to supply.

  /** The service in the sandbox. */
  protected abstract URI service(Sandbox all);

  /** The account's name, as in {@code account.NAME.url}. */
  protected abstract String account();

  /** The keys of the account but {@code url} and {@code allow-private}. */
  protected abstract Map<String, String> keys(Sandbox all, URI url);

  /** Those of them that are secret. */
  protected abstract List<String> secrets();

  /** The requests that log in. */
  protected abstract Call login();

  /** The requests that show the token, of which a run makes three or more. */
  protected abstract Call use();

  /** Writes a writeback that is called {@link #NAME}, and its rows. */
  protected abstract void writeback(Sandbox all, Home home) throws IOException;

  /** Ends all sessions or tokens. */
  protected abstract void expire(Sandbox all);

  /** Logs in and asks for something, as a process of its own. */
  protected abstract Runnable reach(Accounts accounts, Http http, InstantSource clock);

  // What not every login has.

  /** How a run ends whose login fails during the run: it pauses and can be resumed. */
  protected int stopped() {
    return 4;
  }

  /** How it resumes. */
  protected String[] again() {
    return new String[] {"resume"};
  }

  protected String refusedCode() {
    return "WB-406";
  }

  protected String unavailableCode() {
    return "WB-451";
  }

  @BeforeEach
  final void start() throws IOException {
    sandbox = home.closing(Sandbox.start(Home.EMPTY));
    proxy = home.closing(new RecordingProxy(service(sandbox)));
    home.set("http.tries", Integer.toString(TRIES));
    keys = new TreeMap<>(keys(sandbox, proxy.url()));
    keys.put("url", proxy.url().toString());
    keys.put("allow-private", "true");
    keys.forEach((name, value) -> home.set("account." + account() + "." + name, value));
    writeback(sandbox, home);
  }

  @AfterEach
  final void stop() throws IOException {
    assertThat(proxy.unused()).as("traps that did not strike").isZero();
    for (String secret : secrets()) {
      assertThat(printed.toString()).as("printed").doesNotContain(keys.get(secret));
      proxy
          .exchanges()
          .forEach(one -> assertThat(one.request.target()).doesNotContain(keys.get(secret)));
    }
  }

  // It expires during the run.

  @Test
  void a_token_that_ends_in_mid_run_costs_one_login() {
    proxy.trap(use(), 2, 1, RecordingProxy.after(() -> expire(sandbox)));

    run(0, "run", NAME);

    assertThat(logins()).isEqualTo(2);
  }

  @Test
  void credentials_that_are_revoked_in_mid_run_are_tried_once_and_the_run_resumes_with_new_ones() {
    proxy.trap(use(), 2, 1, RecordingProxy.after(() -> expire(sandbox)));
    proxy.trap(login(), 2, 1, RecordingProxy.answering(REFUSAL));

    String output = run(stopped(), "run", NAME);

    assertThat(output).contains(refusedCode()).contains("invalid_client");
    for (String secret : secrets()) {
      assertThat(output).contains("account." + account() + "." + secret);
    }
    assertThat(logins()).as("a second try could lock the account").isEqualTo(2);
    run(0, again());
  }

  @Test
  void a_login_that_is_down_is_tried_as_often_as_any_request_and_the_run_resumes_later() {
    // One batch at a time: each that needs the login would ask as often.
    home.set("account." + account() + ".max-concurrency", "1");
    proxy.trap(use(), 2, 1, RecordingProxy.after(() -> expire(sandbox)));
    proxy.trap(login(), 2, TRIES, RecordingProxy.answering("HTTP/1.1 503 Down\nContent-Length: 0"));

    assertThat(run(stopped(), "run", NAME)).contains(unavailableCode());

    assertThat(logins()).isEqualTo(1 + TRIES);
    run(0, again());
  }

  @Test
  void a_login_whose_answer_is_lost_before_it_arrives_is_tried_again() {
    proxy.trap(login(), 1, 1, RecordingProxy.resetBefore());

    run(0, "run", NAME);

    assertThat(logins()).isEqualTo(2);
  }

  // It answers something else.

  /** Invalid responses in place of a token. */
  private enum Strange {
    A_PAGE_FOR_PEOPLE("200 OK\nContent-Type: text/html\nContent-Length: 16\n\n<h1>Sign in</h1>"),
    ANOTHER_SHAPE(
        "200 OK\nContent-Type: application/json\nContent-Length: 18\n\n{\"token\":\"strange\"}"),
    A_LIST("200 OK\nContent-Type: application/json\nContent-Length: 2\n\n[]"),
    A_TOKEN_THAT_IS_NO_TEXT(
        "200 OK\nContent-Type: application/json\nContent-Length: 52"
            + "\n\n{\"access_token\":{\"a\":1},\"data\":{\"sessionID\":[\"abc\"]}}"),
    HALF_JSON(
        "200 OK\nContent-Type: application/json\nContent-Length: 20\n\n{\"access_token\":\"abc"),
    NOTHING("200 OK\nContent-Length: 0"),
    A_REDIRECT("302 Found\nLocation: http://127.0.0.1:9/elsewhere\nContent-Length: 0"),
    NOT_THERE("404 Not Found\nContent-Type: text/html\nContent-Length: 2\n\nno"),
    A_PAGE_OF_A_FIREWALL(
        "403 Forbidden\nContent-Type: text/html\nContent-Length: 23\n\n<h1>Access denied</h1>\n"),
    A_PAGE_OF_A_PROXY(
        "400 Bad Request\nContent-Type: text/html\nContent-Length: 20\n\n<h1>Bad request</h1>"),
    A_FIREWALL_WITHOUT_WORDS("403 Forbidden\nContent-Length: 0"),
    A_PAGE_THAT_SAYS_IT_IS_JSON(
        "403 Forbidden\nContent-Type: application/json\nContent-Length: 16\n\n<h1>Blocked</h1>");

    private final String answer;

    Strange(String answer) {
      this.answer = "HTTP/1.1 " + answer;
    }
  }

  @ParameterizedTest
  @EnumSource(Strange.class)
  void an_answer_without_a_token_is_reported_with_the_login_s_address(Strange strange)
      throws IOException {
    proxy.trap(login(), 1, 1, RecordingProxy.answering(strange.answer));

    try (Http http = http()) {
      assertThatThrownBy(() -> reach(accounts(), http, InstantSource.system()).run())
          .isInstanceOf(WritebackException.class)
          .hasMessageContaining(unavailableCode())
          .hasMessageContaining("the login at ")
          .hasMessageContaining("account." + account() + ".");
    }

    assertThat(proxy.exchanges()).as("requests, the login alone").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403})
  void a_refusal_in_json_is_reported_with_the_keys(int status) throws IOException {
    proxy.trap(
        login(), 1, 1, RecordingProxy.answering(REFUSAL.replace("401", Integer.toString(status))));

    try (Http http = http()) {
      assertThatThrownBy(() -> reach(accounts(), http, InstantSource.system()).run())
          .isInstanceOf(WritebackException.class)
          .hasMessageContaining(refusedCode())
          .hasMessageContaining("status " + status)
          .hasMessageContaining("invalid_client");
    }
  }

  @Test
  void an_answer_that_is_too_large_is_no_token() {
    home.set("http.max-answer-bytes", "10000");
    String large =
        "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 20000\n\n"
            + "x".repeat(20_000);
    proxy.trap(login(), 1, TRIES, RecordingProxy.answering(large));

    assertThat(run(4, "run", NAME)).contains(unavailableCode(), "http.max-answer-bytes=10000");
  }

  // Many threads, and wrong clocks.

  @Test
  void fifty_threads_log_in_once() throws IOException {
    assertThat(fiftyTimes()).isEmpty();

    assertThat(logins()).isEqualTo(1);
  }

  @Test
  void fifty_threads_are_refused_once() throws IOException {
    proxy.trap(login(), 1, 1, RecordingProxy.answering(REFUSAL));

    assertThat(fiftyTimes()).hasSize(50).allMatch(code -> code.equals(refusedCode()));

    assertThat(logins()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-45, 45})
  void a_clock_that_is_wrong_by_less_than_a_minute_does_no_harm(int seconds) throws IOException {
    try (Http http = http()) {
      reach(accounts(), http, wrongBy(Duration.ofSeconds(seconds))).run();
    }

    assertThat(logins()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-60, 60})
  void a_clock_that_is_wrong_by_an_hour_makes_no_loop(int minutes) throws IOException {
    try (Http http = http()) {
      withClockWrongBy(
          Duration.ofMinutes(minutes),
          reach(accounts(), http, wrongBy(Duration.ofMinutes(minutes))));
    }

    assertThat(logins()).isEqualTo(1);
  }

  /** The outcome of a login with such a clock: most are not affected. */
  protected void withClockWrongBy(Duration error, Runnable reach) {
    reach.run();
  }

  private static InstantSource wrongBy(Duration error) {
    return () -> Instant.now().plus(error);
  }

  /** The codes of the failures. */
  private List<String> fiftyTimes() throws IOException {
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    try (Http http = http()) {
      Runnable reach = reach(accounts(), http, InstantSource.system());
      CountDownLatch ready = new CountDownLatch(50);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Thread thread =
            new Thread(
                () -> {
                  ready.countDown();
                  try {
                    ready.await(30, TimeUnit.SECONDS);
                    reach.run();
                  } catch (WritebackException e) {
                    failures.add(e.code().id());
                  } catch (InterruptedException | RuntimeException e) {
                    failures.add(e.toString());
                  }
                });
        threads.add(thread);
        thread.start();
      }
      await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    }
    return List.copyOf(failures);
  }

  // How it is done.

  protected final Sandbox sandbox() {
    return sandbox;
  }

  protected final Home home() {
    return home;
  }

  protected final RecordingProxy proxy() {
    return proxy;
  }

  /** The number of logins. */
  protected final int logins() {
    return proxy.exchanges(login()).size();
  }

  /** What a command printed. */
  protected final String run(int exitCode, String... command) {
    Home.Done done = home.run(command);
    printed.append(done.out()).append(done.err());
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return done.out() + done.err();
  }

  protected final TokenStore store() {
    return new TokenStore(home.path("data").resolve("tokens"));
  }

  private Accounts accounts() {
    Map<String, String> values = new TreeMap<>();
    keys.forEach((name, value) -> values.put("account." + account() + "." + name, value));
    return new Accounts(
        new Configuration(home.folder(), "application.properties", values, Map.of()));
  }

  private static Http http() {
    RetryPolicy impatient =
        new RetryPolicy(
            TRIES, TRIES, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1));
    return new Http(HttpLimits.STANDARD, impatient, new Governor());
  }
}
