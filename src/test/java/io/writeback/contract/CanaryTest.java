package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.Child;
import io.writeback.cli.Home;
import io.writeback.http.Query;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.dataworld.DataWorld;
import io.writeback.sandbox.domo.Domo;
import io.writeback.sandbox.workfront.Workfront;
import io.writeback.sandbox.workiva.Workiva;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * No secret is in anything that runs leave behind, whatever goes wrong and however much is logged:
 * two processes with every logger at TRACE, whose services fail, refuse, end sessions and repeat
 * what they were sent; then every file of the home.folder() is searched, byte by byte, for every
 * secret that was configured and every token that was handed out.
 *
 * <p>The stored refresh token is the one exception that the documents state.
 */
final class CanaryTest {
  private static final RsaKeys KEYS = RsaKeys.generate();
  private static final Call DATASETS = Call.of("GET", "/v1/datasets/[^/]+");
  private static final Call DOMO_LOGIN = Call.of("GET", "/oauth/token");

  /** These print what goes over the wire, and what placeholders are resolved to. */
  private static final List<String> HELD_DOWN =
      List.of(
          "org.apache.hc.client5.http.wire",
          "org.apache.hc.client5.http.headers",
          "org.apache.camel.component.properties",
          "org.apache.camel.impl.engine.DefaultCamelContextExtension");

  /** A way to log in, and to whom. */
  private enum Kind {
    API_KEY("workfront", "api-key", Workfront.API_KEY),
    SESSION("workfront", "password", Workfront.PASSWORD),
    OAUTH2("workfront", "client-secret", Workfront.CLIENT_SECRET),
    JWT("workfront", "client-secret", Workfront.CLIENT_SECRET),
    IMS("workfront", "client-secret", Workfront.IMS_CLIENT_SECRET),
    WORKIVA("workiva", "client-secret", Workiva.CLIENT_SECRET),
    DATA_WORLD("data-world", "token", DataWorld.TOKEN);

    private final String account;
    private final Map<String, String> secrets = new LinkedHashMap<>();

    Kind(String account, String key, String secret) {
      this.account = account;
      secrets.put(key, secret);
    }

    private Map<String, String> secrets() {
      Map<String, String> all = new LinkedHashMap<>(secrets);
      if (this == OAUTH2) {
        all.put("refresh-token", Workfront.REFRESH_TOKEN);
      } else if (this == JWT) {
        all.put("private-key", KEYS.privatePem());
      }
      return all;
    }

    private Map<String, String> keys(URI url) {
      return switch (this) {
        case API_KEY -> Map.of();
        case SESSION -> Map.of("auth", "session", "username", Workfront.USERNAME);
        case OAUTH2 -> Map.of("auth", "oauth2", "client-id", Workfront.CLIENT_ID);
        case JWT ->
            Map.of(
                "auth",
                "jwt",
                "client-id",
                Workfront.CLIENT_ID,
                "customer-id",
                Workfront.customerId(),
                "user-id",
                Workfront.userId());
        case IMS ->
            Map.of(
                "auth", "ims",
                "client-id", Workfront.IMS_CLIENT_ID,
                "organization-id", Workfront.IMS_ORGANIZATION,
                "scope", Workfront.IMS_SCOPE,
                "token-url", url + "/ims/token/v3");
        case WORKIVA -> Map.of("client-id", Workiva.CLIENT_ID);
        case DATA_WORLD -> Map.of();
      };
    }

    private URI url(Sandbox sandbox) {
      return switch (account) {
        case "workiva" -> sandbox.workivaUrl();
        case "data-world" -> sandbox.dataWorldUrl();
        default -> sandbox.workfrontUrl();
      };
    }

    private String sink() {
      return switch (account) {
        case "workiva" -> "workiva-region-sink?spreadsheetId=s&sheetId=a&region=A:B&batchSize=2";
        case "data-world" -> "data-world-file-sink?dataset=acme/sales-data&fileName=rows";
        default -> "workfront-update-sink?object=project&batchSize=2";
      };
    }

    /** A file is one request, as often as it is tried. */
    private int writes() {
      return this == DATA_WORLD ? 2 : 6;
    }

    private boolean logsIn() {
      return this != API_KEY && this != DATA_WORLD;
    }

    private Call login() {
      return Call.of("POST", ".*/(?:login|token|exchange|v3)");
    }

    private Call write() {
      return Call.of("PUT", ".*");
    }
  }

  @RegisterExtension private final Home home = new Home();
  @TempDir private Path elsewhere;
  private Sandbox sandbox;
  private RecordingProxy domo;
  private RecordingProxy destination;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.closing(Sandbox.start(Home.EMPTY));
    sandbox.workfront().uploadPublicKey(KEYS.publicPem());
    domo = home.closing(new RecordingProxy(sandbox.domoUrl()));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void no_secret_is_left_behind(Kind kind) throws Exception {
    destination = home.closing(new RecordingProxy(kind.url(sandbox)));
    prepare(kind);

    domo.trap(DOMO_LOGIN, 1, 1, RecordingProxy.echoing(503));
    domo.trap(DATASETS, 1, 1, RecordingProxy.echoing(500));
    destination.trap(kind.login(), 1, 1, RecordingProxy.echoing(503));
    destination.trap(Call.of("GET", ".*"), 1, 1, RecordingProxy.echoing(500));
    if (kind == Kind.DATA_WORLD) {
      destination.trap(kind.write(), 1, 1, RecordingProxy.echoing(500));
    }
    destination.trap(kind.write(), 2, 1, RecordingProxy.after(this::expire));
    destination.trap(kind.write(), 4, 1, RecordingProxy.echoing(500));
    destination.trap(kind.write(), 6, 2, RecordingProxy.echoing(422));
    int first = child(kind);
    destination.trap(kind.login(), 1, Integer.MAX_VALUE, RecordingProxy.echoing(401));
    destination.trap(Call.of("GET", ".*"), 1, Integer.MAX_VALUE, RecordingProxy.echoing(401));
    int second = child(kind);

    assertThat(first).as("the first run gets somewhere: %s", tail()).isIn(0, 1, 3, 4);
    assertThat(destination.exchanges(kind.write()))
        .as("writes")
        .hasSizeGreaterThanOrEqualTo(kind.writes());
    assertThat(second).as("the second is refused: %s", tail()).isIn(1, 4);
    Set<String> canaries = canaries(kind);
    assertThat(canaries).hasSizeGreaterThanOrEqualTo(kind.logsIn() ? 4 : 3);
    assertThat(log())
        .as("all was logged")
        .contains("TRACE org.apache.camel.", "DEBUG org.apache.hc.client5.");
    search(canaries);
  }

  /** One of each header in which credentials travel. */
  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = Mode.INCLUDE,
      names = {"API_KEY", "SESSION", "WORKIVA", "DATA_WORLD"})
  void no_secret_is_left_behind_by_a_question_that_is_repeated_at_every_try(Kind kind)
      throws Exception {
    destination = home.closing(new RecordingProxy(kind.url(sandbox)));
    prepare(kind);

    destination.trap(Call.of("GET", ".*"), 1, Integer.MAX_VALUE, RecordingProxy.echoing(503));
    int exit = child(kind);

    assertThat(exit).as("nothing can be planned for now: %s", tail()).isEqualTo(4);
    assertThat(destination.exchanges(Call.of("GET", ".*"))).hasSizeGreaterThan(2);
    assertThat(log()).as("the answer is logged").contains(" answered 503: GET /");
    search(canaries(kind));
  }

  @Test
  void the_shipped_logging_holds_down_what_prints_credentials() throws IOException {
    destination = home.closing(new RecordingProxy(sandbox.workfrontUrl()));
    String shipped;
    try (InputStream in = CanaryTest.class.getResourceAsStream("/io/writeback/logback.xml")) {
      shipped = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    for (String logger : HELD_DOWN) {
      assertThat(shipped).contains("<logger name=\"%s\" level=\"WARN\"/>".formatted(logger));
    }
  }

  private void expire() {
    sandbox.workfront().expireSessions();
    sandbox.workiva().revokeTokens();
  }

  private void prepare(Kind kind) throws IOException {
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int n = 1; n <= 12; n++) {
      String id = String.format("%032x", n);
      sandbox.putObject("PROJ", Map.of("ID", id, "name", "old", "sandboxNoEdit", n == 3));
      csv.append(id).append(",new ").append(n).append('\n');
    }
    String dataset =
        sandbox.addDataset("rows.csv", Files.writeString(elsewhere.resolve("rows.csv"), csv));
    sandbox.workiva().change("{\"requestsPerSecond\":0,\"operationMillis\":0}");
    sandbox.workiva().put("s", "{\"name\":\"S\",\"sheets\":[{\"id\":\"a\",\"name\":\"Data\"}]}");
    home.file(
        "routes/canary.camel.yaml",
        """
        - route:
            id: canary
            group: writeback
            from:
              uri: direct:canary
              steps:
                - to: kamelet:domo-dataset-action?datasetId=%s
                - to: "kamelet:%s"
        """
            .formatted(dataset, kind.sink()));
    home.set("account.domo.url", domo.url().toString());
    home.set("account.domo.allow-private", "true");
    home.set("account.domo.client-id", Domo.CLIENT_ID);
    home.set("account.domo.client-secret", "{{env:CANARY_DOMO}}");
    String prefix = "account." + kind.account + ".";
    home.set(prefix + "url", destination.url().toString());
    home.set(prefix + "allow-private", "true");
    home.set(prefix + "max-concurrency", "1");
    kind.keys(destination.url()).forEach((name, value) -> home.set(prefix + name, value));
    kind.secrets()
        .keySet()
        .forEach(name -> home.set(prefix + name, "{{env:" + variable(name) + "}}"));
  }

  /** Every configurable logger is at TRACE. */
  private Path logging() throws IOException {
    StringBuilder xml = new StringBuilder("<configuration><appender name=\"ERR\"");
    xml.append(" class=\"ch.qos.logback.core.ConsoleAppender\"><target>System.err</target>")
        .append("<encoder><pattern>%level %logger %msg%n%ex{full}</pattern></encoder></appender>");
    HELD_DOWN.forEach(
        name -> xml.append("<logger name=\"").append(name).append("\" level=\"WARN\"/>"));
    xml.append("<root level=\"TRACE\"><appender-ref ref=\"ERR\"/></root></configuration>");
    return Files.writeString(elsewhere.resolve("logback.xml"), xml);
  }

  private static String variable(String key) {
    return "CANARY_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private int child(Kind kind) throws Exception {
    Map<String, String> environment = new HashMap<>(Map.of("CANARY_DOMO", Domo.CLIENT_SECRET));
    kind.secrets().forEach((key, value) -> environment.put(variable(key), value));
    List<String> options = List.of("-Dlogback.configurationFile=" + logging());
    Process process =
        Child.start(home, new Child.Java(options, List.of(), environment), "run", "canary");
    Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    if (Files.exists(commandLine)) {
      Files.write(home.path("cmdline-" + process.pid()), Files.readAllBytes(commandLine));
    }
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("it ends: %s", tail()).isTrue();
    return process.exitValue();
  }

  private String log() throws IOException {
    Path log = home.path("log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private String tail() throws IOException {
    String text = log();
    return text.substring(Math.max(0, text.length() - 2_000));
  }

  /** All that was configured and handed out, in the forms in which it travels. */
  private Set<String> canaries(Kind kind) {
    Set<String> secrets = new TreeSet<>(kind.secrets().values());
    secrets.add(Domo.CLIENT_SECRET);
    if (secrets.remove(KEYS.privatePem())) {
      // Each line alone is sufficient.
      secrets.addAll(List.of(KEYS.privatePem().split("\n")).subList(1, 20));
    }
    for (RecordingProxy proxy : List.of(domo, destination)) {
      for (RecordingProxy.Exchange one : proxy.exchanges()) {
        for (String header : List.of("sessionID", "apiKey", "Authorization")) {
          String value = one.request.header(header);
          secrets.add(value.substring(value.indexOf(' ') + 1));
        }
        if (one.request.mediaType().endsWith("urlencoded")) {
          for (String name : List.of("refresh_token", "jwt_token")) {
            secrets.addAll(one.request.form().getOrDefault(name, List.of()));
          }
        }
      }
    }
    secrets.remove("");
    Set<String> canaries = new TreeSet<>(secrets);
    for (String secret : secrets) {
      canaries.add(Query.encode(secret));
      canaries.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
    }
    return canaries;
  }

  private void search(Set<String> canaries) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(home.folder())) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> !file.startsWith(home.path("data/tokens")))
              .toList();
    }
    assertThat(files.stream().map(file -> file.getFileName().toString()))
        .contains("ledger.db", "log", "report.json", "application.properties");
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      for (String canary : canaries) {
        int at = bytes.indexOf(canary);
        if (at >= 0) {
          found.add(
              home.folder().relativize(file)
                  + ": "
                  + bytes.substring(Math.max(0, at - 150), Math.min(bytes.length(), at + 60)));
        }
      }
    }
    assertThat(found).isEmpty();
  }
}
