package io.writeback.dataset.domo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.writeback.dataset.domo.FakeDomo.EXPORT;
import static io.writeback.dataset.domo.FakeDomo.ID;
import static io.writeback.dataset.domo.FakeDomo.METADATA;
import static io.writeback.dataset.domo.FakeDomo.SECRET;
import static io.writeback.dataset.domo.FakeDomo.TOKEN;
import static io.writeback.dataset.domo.FakeDomo.TOKEN_PATH;
import static io.writeback.dataset.domo.FakeDomo.csv;
import static io.writeback.dataset.domo.FakeDomo.json;
import static io.writeback.dataset.domo.FakeDomo.metadata;
import static io.writeback.dataset.domo.FakeDomo.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.writeback.dataset.DatasetSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomoTokenTest {
  private static final String MONDAY = "2026-11-16T02:00:00Z";
  private static final String ROW = "ID,\"Due, on\"\n1,\n";

  @TempDir Path folder;
  private final FakeDomo domo = new FakeDomo();

  @AfterEach
  void close() throws Exception {
    domo.close();
  }

  @Test
  void the_login_is_the_documented_one() {
    domo.answers(METADATA, metadata(1, MONDAY));
    domo.client(InstantSource.system()).metadata(ID);
    String basic =
        Base64.getEncoder().encodeToString(("client:" + SECRET).getBytes(StandardCharsets.UTF_8));
    domo.server.verify(
        getRequestedFor(urlPathEqualTo(TOKEN_PATH))
            .withQueryParam("grant_type", equalTo("client_credentials"))
            .withQueryParam("scope", equalTo("data"))
            .withHeader("Authorization", equalTo("Basic " + basic)));
    domo.server.verify(
        getRequestedFor(urlPathEqualTo(METADATA))
            .withHeader("Authorization", equalTo("Bearer " + TOKEN)));
  }

  @Test
  void one_token_serves_all_sources_of_an_account() {
    domo.answers(METADATA, metadata(1, MONDAY));
    domo.answers(EXPORT, csv(ROW));
    DomoSourceType type = domo.type(domo.http, InstantSource.system());
    for (int i = 0; i < 5; i++) {
      FakeDomo.source(type).stage(folder, n -> {});
    }
    assertThat(domo.asked(TOKEN_PATH)).isEqualTo(1);
  }

  @Test
  void twenty_threads_log_in_once() throws Exception {
    domo.answers(TOKEN_PATH, token(TOKEN).withFixedDelay(300));
    domo.answers(METADATA, metadata(1, MONDAY));
    DomoClient client = domo.client(InstantSource.system());
    CyclicBarrier start = new CyclicBarrier(20);
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      List<Future<DomoDataset>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  return client.metadata(ID);
                }));
      }
      for (Future<DomoDataset> answer : answers) {
        assertThat(answer.get().rows()).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(domo.asked(TOKEN_PATH)).isEqualTo(1);
  }

  @Test
  void a_token_is_renewed_a_minute_before_it_expires() {
    domo.answers(METADATA, metadata(1, MONDAY));
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-16T00:00:00Z"));
    DomoClient client = domo.client(now::get);

    client.metadata(ID);
    now.updateAndGet(then -> then.plus(Duration.ofSeconds(3538)));
    client.metadata(ID);
    assertThat(domo.asked(TOKEN_PATH)).isEqualTo(1);

    now.updateAndGet(then -> then.plusSeconds(1));
    client.metadata(ID);
    assertThat(domo.asked(TOKEN_PATH)).isEqualTo(2);
  }

  static Stream<ResponseDefinitionBuilder> refusals() {
    return Stream.of(
        aResponse()
            .withStatus(401)
            .withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\""),
        json("{\"status\":403,\"toe\":\"TOE-1\"}").withStatus(403),
        aResponse().withStatus(406));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void an_export_whose_token_is_refused_gets_a_new_one_and_another_try(
      ResponseDefinitionBuilder refusal) {
    domo.answers(TOKEN_PATH, token("first"), token("second"));
    domo.answers(METADATA, metadata(1, MONDAY));
    domo.answers(EXPORT, refusal, csv(ROW));

    assertThat(stage(domo.source())).isNull();

    domo.server.verify(
        1,
        getRequestedFor(urlPathEqualTo(EXPORT))
            .withHeader("Authorization", equalTo("Bearer second")));
    assertThat(domo.asked(TOKEN_PATH)).isEqualTo(2);
  }

  @Test
  void metadata_whose_token_is_refused_gets_a_new_one() {
    domo.answers(METADATA, metadata(1, MONDAY), aResponse().withStatus(401), metadata(1, MONDAY));
    domo.answers(EXPORT, csv(ROW));
    assertThat(stage(domo.source())).isNull();
    assertThat(domo.asked(TOKEN_PATH)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 406})
  void an_export_that_refuses_the_new_token_as_well_is_given_up(int status) {
    domo.answers(METADATA, metadata(1, MONDAY));
    domo.answers(EXPORT, aResponse().withStatus(status));
    assertThat(stage(domo.source()))
        .hasMessageStartingWith(status == 401 ? "WB-204 " : "WB-205 ")
        .hasMessageContaining("answered " + status);
    assertThat(domo.asked(EXPORT)).isEqualTo(2);
    assertThat(domo.asked(TOKEN_PATH)).isEqualTo(2);
  }

  @Test
  void a_fresh_token_that_is_refused_is_not_followed_by_another_login() {
    domo.answers(METADATA, aResponse().withStatus(401));
    assertThat(stage(domo.source())).hasMessageStartingWith("WB-204 ");
    assertThat(domo.asked(TOKEN_PATH)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403})
  void a_refused_login_names_the_keys_to_check(int status) {
    domo.answers(
        TOKEN_PATH,
        aResponse()
            .withStatus(status)
            .withHeader("Content-Type", "application/json")
            .withBody("{\"error\":\"invalid_client\"}"));
    assertThat(stage(domo.source()))
        .hasMessageStartingWith("WB-204 ")
        .hasMessageContaining("account.domo.client-id")
        .hasMessageContaining("account.domo.client-secret");
    assertThat(domo.asked(TOKEN_PATH)).isEqualTo(1);
  }

  @Test
  void a_login_that_passes_later_is_tried_again() {
    domo.answers(TOKEN_PATH, aResponse().withStatus(503), token(TOKEN));
    domo.answers(METADATA, metadata(1, MONDAY));
    assertThat(domo.client(InstantSource.system()).metadata(ID).name()).isEqualTo("Projects");
  }

  @Test
  void a_login_page_instead_of_a_token_points_to_the_address() {
    domo.answers(
        TOKEN_PATH, aResponse().withHeader("Content-Type", "text/html").withBody("<html>"));
    assertThat(stage(domo.source()))
        .hasMessageStartingWith("WB-205 ")
        .hasMessageContaining("account.domo.url");
  }

  /** A server that echoes the request in every error. */
  static Stream<ResponseDefinitionBuilder> echoes() {
    String basic =
        Base64.getEncoder().encodeToString(("client:" + SECRET).getBytes(StandardCharsets.UTF_8));
    String echo = "you sent " + SECRET.length() + " " + TOKEN + " " + basic;
    return Stream.of(400, 401, 403, 404, 406, 429, 500, 302)
        .flatMap(
            status ->
                Stream.of(
                    aResponse().withStatus(status).withBody(echo),
                    json("{\"message\":\"" + echo + "\"}").withStatus(status)));
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void no_secret_gets_into_an_error_of_a_login_or_call(ResponseDefinitionBuilder echo) {
    String basic =
        Base64.getEncoder().encodeToString(("client:" + SECRET).getBytes(StandardCharsets.UTF_8));
    domo.answers(EXPORT, echo);
    domo.answers(METADATA, metadata(1, MONDAY));
    Throwable export = stage(domo.source());
    domo.answers(METADATA, echo);
    Throwable metadata = stage(domo.source());
    domo.answers(TOKEN_PATH, echo);
    Throwable login = stage(domo.source());

    for (Throwable error : List.of(export, metadata)) {
      assertThat(printed(error)).doesNotContain(SECRET, TOKEN);
    }
    assertThat(printed(login)).doesNotContain(SECRET, TOKEN, basic);
  }

  @Test
  void a_private_address_that_the_account_does_not_allow_is_refused() {
    DomoAccount account =
        new DomoAccount(
            "domo",
            java.net.URI.create(domo.server.baseUrl()),
            "client",
            io.writeback.config.Secret.of(SECRET),
            4,
            false);
    DomoClient client = new DomoClient(account, domo.http, InstantSource.system());
    assertThatThrownBy(() -> client.metadata(ID))
        .hasMessageStartingWith("WB-412 ")
        .hasMessageContaining("allow-private=true");
  }

  private Throwable stage(DatasetSource source) {
    return catchThrowable(() -> source.stage(folder, n -> {}));
  }

  private static String printed(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
