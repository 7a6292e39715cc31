package io.writeback.destination.workfront;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.writeback.account.Accounts;
import io.writeback.auth.TokenStore;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Destinations;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.destination.Resources;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.discovery.Discovery;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.RetryPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A tenant with responses that the test defines, and a client of it. */
public final class Tenant implements AutoCloseable {
  public static final String API_KEY = "canary-key-4711";
  public static final String PASSWORD = "canary/pass word";
  public static final String PROJ = "/attask/api/v20.0/proj";
  public static final String LOGIN = "/attask/api/v20.0/login";
  public static final String ID_1 = "4c78821c0000d6fa8d5e52f07a1d54d0";
  public static final String ID_2 = "4c78821c0000d6fa8d5e52f07a1d54d1";

  public static final String METADATA =
      """
      {"data":{"objCode":"PROJ","name":"Project","label":"Project","flags":["REPORTABLE"],
       "operations":["add","count","edit","get"],
       "fields":{
        "ID":{"label":"ID","fieldType":"string"},
        "name":{"label":"Name","fieldType":"string"},
        "status":{"label":"Project Status","fieldType":"string","enumType":"x.StatusEnum",
         "possibleValues":[{"label":"Current","value":"CUR"},{"label":"Planning","value":"PLN"}]},
        "priority":{"label":"Priority","fieldType":"int",
         "possibleValues":[{"label":"None","value":0},{"label":"High","value":3}]},
        "percentComplete":{"label":"Percent Complete","fieldType":"double"},
        "budget":{"label":"Budget","fieldType":"class java.math.BigDecimal"},
        "personal":{"label":"Personal","fieldType":"boolean"},
        "plannedStartDate":{"label":"Planned Start","fieldType":"dateTime"},
        "commitDate":{"label":"Commit Date","fieldType":"date"},
        "auditTypes":{"label":"Audit Types","fieldType":"string[]"},
        "auditNote":{"label":"Audit Note","fieldType":"string","flags":["WRITE_ONLY"]},
        "ownerID":{"label":"Owner ID","fieldType":"string"},
        "versionMap":{"label":"Version Map","fieldType":"map"},
        "parameterValues":{"label":"Parameter Values","fieldType":"map"},
        "projectID":{"label":"Project ID","fieldType":"string"},
        "cpi":{"label":"CPI","fieldType":"double","flags":["READ_ONLY"]},
        "estStart":{"label":"Start","fieldType":"dateTime"},
        "projStart":{"label":"Start","fieldType":"dateTime","flags":["READ_ONLY"]}},
       "references":{"owner":{"label":"Owner","fieldType":"User","typeObjCode":"USER"}},
       "collections":{"tasks":{"label":"Tasks","fieldType":"Task","typeObjCode":"TASK"}},
       "custom":{
        "Region":{"label":"Sales Region","fieldType":"string"},
        "name":{"label":"Custom Name","fieldType":"string"},
        "Colours":{"label":"Colours","fieldType":"string[]",
         "possibleValues":[{"label":"Bright Red","value":"RED"},{"label":"Blue","value":"BLU"}]},
        "City, State":{"label":"Town","fieldType":"string"}}}}
      """;

  /** It ticks from a day on which the versions in use are supported. */
  private static final InstantSource CLOCK =
      Clock.offset(
          Clock.systemUTC(),
          Duration.between(Instant.now(), Instant.parse("2026-11-28T12:00:00Z")));

  public final WireMockServer server =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
  public final Http http =
      new Http(
          HttpLimits.STANDARD,
          new RetryPolicy(2, 2, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(1)),
          new Governor());
  private final Map<String, String> keys = new TreeMap<>();
  private Destinations type;

  public Tenant() {
    server.start();
    server.stubFor(any(anyUrl()).willReturn(html(404, "<h1>Not Found</h1>")).atPriority(10));
    server.stubFor(get(urlPathEqualTo(PROJ + "/metadata")).willReturn(json(200, METADATA)));
    key("url", server.baseUrl());
    key("allow-private", "true");
    key("api-key", API_KEY);
  }

  /** Login by user name and password instead of the API key. */
  public Tenant withSession() {
    keys.remove("account.workfront.api-key");
    key("auth", "session");
    key("username", "ann@example.com");
    key("password", PASSWORD);
    return this;
  }

  public void key(String name, String value) {
    keys.put("account.workfront." + name, value);
  }

  public static ResponseDefinitionBuilder json(int status, String body) {
    return jsonResponse(body, status);
  }

  public static ResponseDefinitionBuilder html(int status, String body) {
    return new ResponseDefinitionBuilder()
        .withStatus(status)
        .withHeader("Content-Type", "text/html")
        .withBody(body);
  }

  public Destinations type() {
    if (type == null) {
      type = new WorkfrontType().connect(resources(CLOCK));
    }
    return type;
  }

  /** The API as a client of its own. */
  public WorkfrontApi api() {
    return new WorkfrontType().accounts(resources(InstantSource.system())).open("workfront");
  }

  public Discovery discovery() {
    return type().discovery().orElseThrow();
  }

  private Resources resources(InstantSource clock) {
    Configuration configuration =
        new Configuration(Path.of("."), "application.properties", keys, Map.of());
    return new Resources(
        new Accounts(configuration),
        http,
        clock,
        new TokenStore(Path.of("target", "tokens-of-tests")));
  }

  /** The next use of the type is that of a new process, with the keys of then. */
  public void restart() {
    type = null;
  }

  public Plan plan(Map<String, String> options, String... columns) {
    Settings settings = new Settings("routes/a.camel.yaml", "", options);
    io.writeback.destination.Destination destination = type().open(settings);
    settings.orThrow();
    return destination.plan(PlanInput.of(schema(columns)));
  }

  public static Schema schema(String... columns) {
    return new Schema(
        Arrays.stream(columns).map(name -> new Column(name, ColumnType.STRING)).toList());
  }

  /** Everything that any request had in its URL. */
  public List<String> urls() {
    return server.getAllServeEvents().stream()
        .map(event -> (Request) event.getRequest())
        .map(Request::getUrl)
        .toList();
  }

  public List<LoggedRequest> requests(String path) {
    return server.findAll(
        com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(urlPathEqualTo(path)));
  }

  @Override
  public void close() throws IOException {
    server.stop();
    http.close();
  }

  /** A snapshot of which only the columns matter. */
  public static Snapshot snapshot(Schema schema) {
    return new Snapshot(Path.of("snapshot.csv"), schema, 0, 0, "", "a test", "");
  }
}
