package io.writeback.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.config.Secret;
import io.writeback.http.HttpRequest;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TokenHeaderTest {
  private static final HttpRequest REQUEST =
      HttpRequest.get(URI.create("https://example.com/"), "text/plain");

  private final AtomicInteger logins = new AtomicInteger();
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private Instant expires = Instant.MAX;
  private final TokenHeader credentials = new TokenHeader("X-Token", this::login, () -> now);

  private Token login() {
    return new Token(Secret.of("token " + logins.incrementAndGet()), expires);
  }

  private static String token(HttpRequest request) {
    return request.headers().get("X-Token");
  }

  @Test
  void logs_in_for_the_first_request_and_keeps_the_token() {
    List<String> tokens = new ArrayList<>();
    tokens.add(token(credentials.authorise(REQUEST)));
    tokens.add(token(credentials.authorise(REQUEST)));

    assertThat(tokens).containsExactly("token 1", "token 1");
  }

  @Test
  void logs_in_again_from_the_moment_the_token_expires() {
    expires = now.plus(Duration.ofMinutes(30));
    List<String> tokens = new ArrayList<>();
    tokens.add(token(credentials.authorise(REQUEST)));
    now = expires.minusMillis(1);
    tokens.add(token(credentials.authorise(REQUEST)));
    now = expires;
    expires = now.plus(Duration.ofMinutes(30));
    tokens.add(token(credentials.authorise(REQUEST)));

    assertThat(tokens).containsExactly("token 1", "token 1", "token 2");
  }

  @Test
  void a_token_that_worked_is_renewed_when_it_is_refused() {
    HttpRequest first = credentials.authorise(REQUEST);
    credentials.worked(first);

    assertThat(credentials.renew(first)).isTrue();
    assertThat(token(credentials.authorise(REQUEST))).isEqualTo("token 2");
  }

  @Test
  void a_refused_token_is_renewed_once_for_all_that_used_it() {
    HttpRequest first = credentials.authorise(REQUEST);
    credentials.worked(first);
    credentials.renew(first);
    credentials.authorise(REQUEST);

    assertThat(credentials.renew(first)).isTrue();
    assertThat(token(credentials.authorise(REQUEST))).isEqualTo("token 2");
  }

  @Test
  void a_fresh_token_that_is_refused_on_its_first_use_is_not_tried_again() {
    HttpRequest first = credentials.authorise(REQUEST);

    assertThat(credentials.renew(first)).isFalse();
    assertThat(logins).hasValue(1);
  }

  @Test
  void a_fresh_token_that_is_refused_is_tried_again_by_nobody_who_used_it() {
    HttpRequest first = credentials.authorise(REQUEST);
    HttpRequest second = credentials.authorise(REQUEST);
    credentials.renew(first);

    assertThat(credentials.renew(second)).isFalse();
    assertThat(logins).hasValue(1);
  }

  @Test
  void a_token_that_is_renewed_in_vain_is_not_renewed_again() {
    HttpRequest first = credentials.authorise(REQUEST);
    credentials.worked(first);
    credentials.renew(first);
    HttpRequest second = credentials.authorise(REQUEST);

    assertThat(credentials.renew(second)).isFalse();
  }

  @Test
  void an_answer_to_an_older_token_does_not_vouch_for_the_new_one() {
    HttpRequest first = credentials.authorise(REQUEST);
    credentials.worked(first);
    credentials.renew(first);
    HttpRequest second = credentials.authorise(REQUEST);
    credentials.worked(first);

    assertThat(credentials.renew(second)).isFalse();
  }

  @Test
  void fifty_threads_log_in_once() throws Exception {
    List<String> tokens = inFiftyThreads(this::login);

    assertThat(tokens).hasSize(50).containsOnly("token 1");
    assertThat(logins).hasValue(1);
  }

  @Test
  void fifty_threads_that_wait_for_a_login_share_its_failure() throws Exception {
    List<String> tokens =
        inFiftyThreads(
            () -> {
              logins.incrementAndGet();
              throw new IllegalStateException("wrong password");
            });

    assertThat(tokens).hasSize(50).containsOnly("wrong password");
    assertThat(logins).hasValue(1);
  }

  /** The results of 50 threads that call while the first of them logs in. */
  private List<String> inFiftyThreads(Supplier<Token> login) throws Exception {
    CountDownLatch allWait = new CountDownLatch(1);
    TokenHeader shared =
        new TokenHeader(
            "X-Token",
            () -> {
              try {
                assertThat(allWait.await(30, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return login.get();
            },
            () -> now);
    List<Thread> threads = new ArrayList<>();
    List<CompletableFuture<String>> results = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      CompletableFuture<String> result = new CompletableFuture<>();
      results.add(result);
      Thread thread =
          new Thread(
              () -> {
                try {
                  result.complete(token(shared.authorise(REQUEST)));
                } catch (IllegalStateException e) {
                  result.complete(e.getMessage());
                }
              },
              "wants-a-token");
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    Awaitility.await()
        .until(
            () -> threads.stream().filter(t -> t.getState() == Thread.State.BLOCKED).count() == 49);
    allWait.countDown();
    List<String> tokens = new ArrayList<>();
    for (CompletableFuture<String> result : results) {
      tokens.add(result.get(30, TimeUnit.SECONDS));
    }
    return tokens;
  }

  @Test
  void a_login_that_failed_is_tried_again_by_who_comes_later() {
    AtomicInteger tries = new AtomicInteger();
    TokenHeader later =
        new TokenHeader(
            "X-Token",
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
              }
              return login();
            },
            () -> now);

    assertThatThrownBy(() -> later.authorise(REQUEST)).hasMessage("not now");
    assertThat(token(later.authorise(REQUEST))).isEqualTo("token 1");
  }

  @Test
  void credentials_that_are_refused_rest_for_a_minute() {
    AtomicInteger tries = new AtomicInteger();
    TokenHeader locked =
        new TokenHeader(
            "X-Token",
            () -> {
              tries.incrementAndGet();
              throw new WritebackException(Code.DESTINATION_LOGIN, "wrong");
            },
            () -> now);
    assertThatThrownBy(() -> locked.authorise(REQUEST)).hasMessageContaining("wrong");
    now = now.plus(TokenHeader.REST).minusMillis(1);
    assertThatThrownBy(() -> locked.authorise(REQUEST)).hasMessageContaining("wrong");
    assertThat(tries).hasValue(1);

    now = now.plusMillis(1);
    assertThatThrownBy(() -> locked.authorise(REQUEST)).hasMessageContaining("wrong");

    assertThat(tries).hasValue(2);
  }

  @Test
  void a_fixed_header_is_never_renewed() {
    FixedHeader fixed = new FixedHeader("apiKey", Secret.of("the key"));
    HttpRequest request = fixed.authorise(REQUEST);

    assertThat(request.headers()).containsEntry("apiKey", "the key");
    assertThat(fixed.renew(request)).isFalse();
    assertThat(request + " " + Secret.of("the key")).doesNotContain("the key");
  }
}
