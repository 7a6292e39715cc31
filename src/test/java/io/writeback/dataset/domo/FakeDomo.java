package io.writeback.dataset.domo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.writeback.account.Accounts;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.dataset.DatasetSource;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The three calls of Domo, answered as a test says, and a source that asks them. */
final class FakeDomo implements AutoCloseable {
  static final String ID = "4405ff58-1957-45f0-82bd-914d989a3ea3";
  static final String SECRET = "canary-secret-5b1c";
  static final String TOKEN = "canary-token-77e2";
  static final String TOKEN_PATH = "/oauth/token";
  static final String METADATA = "/v1/datasets/" + ID;
  static final String EXPORT = METADATA + "/data";
  static final String QUERY = "/v1/datasets/query/execute/" + ID;

  private static final RetryPolicy QUICK =
      new RetryPolicy(3, 3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(1));

  static {
    // Unconfigured, Logback is at DEBUG and HttpClient logs every byte: 40 GB for one endless body.
    ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
        .setLevel(ch.qos.logback.classic.Level.WARN);
  }

  final WireMockServer server = new WireMockServer(options().dynamicPort());
  final Http http = quick(Duration.ofSeconds(10));

  FakeDomo() {
    server.start();
    answers(TOKEN_PATH, token(TOKEN));
  }

  static Http quick(Duration idle) {
    HttpLimits limits =
        new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(20), idle, 1 << 20);
    return new Http(limits, QUICK, new Governor());
  }

  /** One after the other, the last one for ever. */
  void answers(String path, ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      boolean last = i == answers.length - 1;
      server.stubFor(
          get(urlPathEqualTo(path))
              .inScenario(path)
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "after " + i)
              .willSetStateTo(
                  last ? (i == 0 ? Scenario.STARTED : "after " + i) : "after " + (i + 1))
              .willReturn(answers[i]));
    }
  }

  void counts(long rows) {
    server.stubFor(
        post(urlPathEqualTo(QUERY)).willReturn(json("{\"rows\":[[" + rows + "]],\"numRows\":1}")));
  }

  int asked(String path) {
    return server.findAll(getRequestedFor(urlPathEqualTo(path))).size();
  }

  static ResponseDefinitionBuilder token(String token) {
    return json(
        "{\"access_token\":\"%s\",\"expires_in\":3599,\"token_type\":\"bearer\"}".formatted(token));
  }

  static ResponseDefinitionBuilder metadata(long rows, String current) {
    return metadata(rows, current, false);
  }

  static ResponseDefinitionBuilder metadata(long rows, String current, boolean pdp) {
    return json(
        """
        {"id":"%s","name":"Projects","rows":%d,"columns":2,"pdpEnabled":%s,
         "schema":{"columns":[{"type":"STRING","name":"ID"},{"type":"DATETIME","name":"Due, on"}]},
         "updatedAt":"2026-11-20T01:02:03.456Z","dataCurrentAt":"%s"}
        """
            .formatted(ID, rows, pdp, current));
  }

  static ResponseDefinitionBuilder json(String body) {
    return aResponse().withHeader("Content-Type", "application/json").withBody(body);
  }

  static ResponseDefinitionBuilder csv(String body) {
    return aResponse().withHeader("Content-Type", "text/csv;charset=utf-8").withBody(body);
  }

  DatasetSource source() {
    return source(type(http, InstantSource.system()));
  }

  DomoSourceType type(Http http, InstantSource clock) {
    return type(server.baseUrl(), http, clock);
  }

  static DomoSourceType type(String url, Http http, InstantSource clock) {
    return new DomoSourceType(accounts(url), http, 1 << 20, clock);
  }

  static DatasetSource source(DomoSourceType type) {
    Settings options = new Settings("route", "", Map.of("datasetId", ID));
    DatasetSource source = type.open(options);
    options.orThrow();
    return source;
  }

  DomoClient client(InstantSource clock) {
    http.admit(URI.create(server.baseUrl()), 32, true);
    return new DomoClient(
        new DomoAccount(
            "domo",
            URI.create(server.baseUrl()),
            "client",
            io.writeback.config.Secret.of(SECRET),
            32,
            true),
        http,
        clock);
  }

  private static Accounts accounts(String url) {
    return new Accounts(
        new Configuration(
            Path.of("."),
            "application.properties",
            Map.of(
                "account.domo.url",
                url,
                "account.domo.client-id",
                "client",
                "account.domo.client-secret",
                SECRET,
                "account.domo.allow-private",
                "true"),
            Map.of()));
  }

  @Override
  public void close() throws IOException {
    http.close();
    server.stop();
  }
}
