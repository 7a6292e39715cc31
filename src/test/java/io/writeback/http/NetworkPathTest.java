package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.writeback.TestPorts;
import io.writeback.config.Settings;
import io.writeback.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies and additional certificates, with real servers. */
@Timeout(60)
class NetworkPathTest {
  @TempDir static Path folder;
  private static Path keys;
  private static Path certificate;

  private final List<AutoCloseable> open = new ArrayList<>();
  private Http http;

  @BeforeAll
  static void keys() throws Exception {
    keys = SelfSigned.keys(folder, "ip:127.0.0.1");
    certificate = SelfSigned.certificate(keys);
  }

  @BeforeEach
  void client() {
    http =
        new Http(
            new HttpLimits(
                Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(20), 100_000),
            new RetryPolicy(1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO),
            new Governor());
    open.add(http);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private static NetworkPath path(String... keysAndValues) {
    Settings settings = settings(keysAndValues);
    NetworkPath path = NetworkPath.of(settings, folder::resolve);
    assertThat(settings.close()).isEmpty();
    return path;
  }

  private static Settings settings(String... keysAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Settings("application.properties", "account.x.", values);
  }

  private static String ca() {
    return certificate.getFileName().toString();
  }

  private void admit(URI target, NetworkPath path) {
    http.admit(target, 5, true);
    http.reach(target, path);
  }

  private HttpRequest put(URI target) {
    return HttpRequest.json("PUT", target, "{\"a\":1}".getBytes(StandardCharsets.UTF_8))
        .withHeader("apiKey", "a-secret");
  }

  private CallFailure failure(URI target) {
    return catchThrowableOfType(CallFailure.class, () -> http.once(put(target)));
  }

  // --- certificates

  /** As Windows and openssl save them. */
  @ParameterizedTest
  @ValueSource(strings = {"\uFEFF%s", "subject=/CN=a\nissuer=ü\n%s", "%s\nbehind\n%1$s", "%s"})
  void a_file_of_certificates_may_have_a_byte_order_mark_and_text_around_them(String form)
      throws Exception {
    String text = form.formatted(Files.readString(certificate));
    Files.writeString(folder.resolve("around.pem"), text);
    Files.writeString(folder.resolve("wide.pem"), "\uFEFF" + text, StandardCharsets.UTF_16LE);
    assertThat(path("ca", "around.pem").authorities()).isNotEmpty();
    assertThat(path("ca", "wide.pem").authorities())
        .isEqualTo(path("ca", "around.pem").authorities());
  }

  @Test
  void a_certificate_that_nobody_knows_is_not_trusted() throws Exception {
    SelfSigned server = opened(new SelfSigned(keys));
    admit(server.uri(), NetworkPath.DIRECT);

    assertThat(failure(server.uri()).outcome()).isEqualTo(Outcome.MISDIRECTED);
    assertThat(server.headers()).isEmpty();
  }

  @Test
  void a_certificate_of_the_account_is_trusted() throws Exception {
    SelfSigned server = opened(new SelfSigned(keys));
    admit(server.uri(), path("ca", ca()));

    assertThat(http.once(put(server.uri())).text()).isEqualTo("through");
  }

  @Test
  void a_certificate_of_an_account_is_trusted_for_its_host_only() throws Exception {
    SelfSigned server = opened(new SelfSigned(keys));
    SelfSigned other = opened(new SelfSigned(keys));
    admit(server.uri(), path("ca", ca()));
    admit(other.uri(), NetworkPath.DIRECT);

    assertThat(failure(other.uri()).outcome()).isEqualTo(Outcome.MISDIRECTED);
    assertThat(other.headers()).isEmpty();
  }

  @Test
  void a_trusted_certificate_of_another_host_is_not_trusted() throws Exception {
    Path others = SelfSigned.keys(folder, "dns:other.example");
    Path theirs = SelfSigned.certificate(others);
    SelfSigned server = opened(new SelfSigned(others));
    admit(server.uri(), path("ca", theirs.getFileName().toString()));

    assertThat(failure(server.uri()).outcome()).isEqualTo(Outcome.MISDIRECTED);
    assertThat(server.headers()).isEmpty();
  }

  // --- proxies

  @Test
  void an_https_host_is_reached_through_a_tunnel_that_sees_nothing() throws Exception {
    SelfSigned server = opened(new SelfSigned(keys));
    SmallProxy proxy = opened(new SmallProxy());
    admit(server.uri(), path("ca", ca(), "proxy", proxy.uri().toString()));

    assertThat(http.once(put(server.uri())).text()).isEqualTo("through");
    assertThat(proxy.heads())
        .singleElement()
        .asString()
        .startsWith("CONNECT 127.0.0.1:" + server.uri().getPort())
        .doesNotContain("a-secret");
  }

  @Test
  void a_proxy_that_asks_who_we_are_is_reported_and_the_target_is_not() throws Exception {
    SelfSigned server = opened(new SelfSigned(keys));
    SmallProxy proxy = opened(new SmallProxy("me", "my-password"));
    admit(
        server.uri(),
        path(
            "ca",
            ca(),
            "proxy",
            proxy.uri().toString(),
            "proxy-username",
            "me",
            "proxy-password",
            "my-password"));

    assertThat(http.once(put(server.uri())).text()).isEqualTo("through");
    assertThat(server.headers())
        .singleElement()
        .asString()
        .doesNotContain("Proxy")
        .contains("a-secret");
  }

  @ParameterizedTest
  @CsvSource({"me,wrong", "'',''"})
  void a_proxy_that_does_not_take_us_is_for_a_person_and_the_message_has_no_password(
      String name, String password) throws Exception {
    SelfSigned server = opened(new SelfSigned(keys));
    SmallProxy proxy = opened(new SmallProxy("me", "my-password"));
    admit(
        server.uri(),
        path(
            "ca",
            ca(),
            "proxy",
            proxy.uri().toString(),
            "proxy-username",
            name,
            "proxy-password",
            password));
    CallFailure failure = failure(server.uri());

    assertThat(failure.outcome()).isEqualTo(Outcome.MISDIRECTED);
    assertThat(failure)
        .hasMessageContaining("answered 407")
        .hasMessageContaining("proxy-password of the account")
        .hasMessageNotContainingAny("wrong", "my-password");
    assertThat(server.headers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400,MISDIRECTED",
    "403,MISDIRECTED",
    "404,MISDIRECTED",
    "429,UNREACHED",
    "502,UNREACHED",
    "503,UNREACHED"
  })
  void what_a_proxy_says_in_place_of_a_tunnel_is_no_answer_of_the_target(
      int status, Outcome outcome) throws Exception {
    SelfSigned server = opened(new SelfSigned(keys));
    SmallProxy proxy = opened(new SmallProxy());
    proxy.refuseWith(status);
    admit(server.uri(), path("ca", ca(), "proxy", proxy.uri().toString()));
    CallFailure failure = failure(server.uri());

    assertThat(failure.outcome()).isEqualTo(outcome);
    assertThat(failure).hasMessageContaining("the proxy " + proxy.uri().getAuthority());
    assertThat(server.headers()).isEmpty();
  }

  @Test
  void a_proxy_that_is_gone_is_never_passed_by() throws Exception {
    SelfSigned server = opened(new SelfSigned(keys));
    String gone = "http://127.0.0.1:" + TestPorts.unused();
    admit(server.uri(), path("ca", ca(), "proxy", gone));

    assertThat(failure(server.uri()).outcome()).isEqualTo(Outcome.UNREACHED);
    assertThat(server.headers()).isEmpty();
  }

  @Test
  void a_plain_http_host_is_asked_through_the_proxy_too() throws Exception {
    RawServer server = opened(new RawServer(RawServer.text(200, "", "plain")));
    SmallProxy proxy = opened(new SmallProxy("me", "my-password"));
    admit(
        server.uri("/thing"),
        path(
            "proxy",
            proxy.uri().toString(),
            "proxy-username",
            "me",
            "proxy-password",
            "my-password"));

    assertThat(http.once(put(server.uri("/thing"))).text()).isEqualTo("plain");
    assertThat(server.requests()).hasSize(1);
    assertThat(proxy.heads()).last().asString().startsWith("PUT " + server.uri("/thing"));
  }

  @Test
  void a_proxy_is_only_for_its_accounts_host() throws Exception {
    SelfSigned server = opened(new SelfSigned(keys));
    RawServer other = opened(new RawServer(RawServer.text(200, "", "direct")));
    SmallProxy proxy = opened(new SmallProxy());
    admit(server.uri(), path("ca", ca(), "proxy", proxy.uri().toString()));
    admit(other.uri("/"), NetworkPath.DIRECT);

    assertThat(http.once(put(other.uri("/"))).text()).isEqualTo("direct");
    assertThat(proxy.heads()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://localhost:9",
    "https://127.0.0.2:9",
    "https://2130706434:9",
    "https://[::1]:9",
    "https://[::ffff:169.254.169.254]:9",
    "http://10.1.2.3:9"
  })
  void a_proxy_does_not_open_the_way_to_a_private_address(URI target) throws Exception {
    SmallProxy proxy = opened(new SmallProxy());
    http.admit(target, 5, false);
    http.reach(
        target, new NetworkPath(proxy.uri(), "", io.writeback.config.Secret.of(""), List.of()));
    CallFailure failure = failure(target);

    assertThat(failure.outcome()).isEqualTo(Outcome.MISDIRECTED);
    assertThat(failure).hasMessageContaining("allow-private=true");
    assertThat(proxy.heads()).isEmpty();
  }

  @Test
  void a_name_that_only_the_proxy_knows_is_the_proxys_to_judge() throws Exception {
    SmallProxy proxy = opened(new SmallProxy());
    proxy.refuseWith(502);
    URI target = URI.create("https://only-inside.invalid/thing");
    http.admit(target, 5, false);
    http.reach(target, path("proxy", proxy.uri().toString()));

    assertThat(failure(target).outcome()).isEqualTo(Outcome.UNREACHED);
    assertThat(proxy.heads())
        .singleElement()
        .asString()
        .startsWith("CONNECT only-inside.invalid:443");
  }

  // --- the keys

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proxy|https://proxy.example:3128|account.x.proxy is not the address of a proxy",
        "proxy|http://proxy.example|host and port",
        "proxy|http://proxy.example:3128/path|host and port",
        "proxy|http://me:my-password@proxy.example:3128|account.x.proxy",
        "proxy|proxy.example:3128|account.x.proxy",
        "proxy|http://proxy.example|account.x.proxy is not the address of a proxy",
        "proxy-username|me|account.x.proxy is missing",
        "proxy-password|my-password|account.x.proxy is missing",
        "ca|nowhere.pem|account.x.ca cannot be read",
        "ca|empty.pem|account.x.ca has no line -----BEGIN CERTIFICATE-----",
        "ca|text.pem|account.x.ca",
      })
  void a_mistake_is_reported_by_its_key(String key, String value, String message)
      throws IOException {
    Files.writeString(folder.resolve("empty.pem"), "");
    Files.writeString(folder.resolve("text.pem"), "no certificate at all");
    Settings settings = settings(key, value);
    NetworkPath.of(settings, folder::resolve);

    assertThat(settings.close())
        .isNotEmpty()
        .extracting(Problem::message)
        .anyMatch(text -> text.contains(message))
        .noneMatch(text -> text.contains("my-password"));
  }

  @Test
  void a_proxy_takes_a_name_with_its_password() {
    Settings settings = settings("proxy", "http://proxy.example:3128", "proxy-username", "me");
    NetworkPath.of(settings, folder::resolve);

    assertThat(settings.close())
        .singleElement()
        .extracting(Problem::message)
        .isEqualTo("account.x.proxy-password is missing: a proxy needs both or neither");
  }

  @Test
  void a_proxy_may_listen_on_the_port_of_its_scheme() {
    Settings settings = settings("proxy", "http://Proxy.example:80");
    NetworkPath path = NetworkPath.of(settings, folder::resolve);

    assertThat(settings.close()).isEmpty();
    assertThat(path.proxy().getHost()).isEqualTo("proxy.example");
    assertThat(path.proxyPort()).isEqualTo(80);
  }

  @Test
  void nothing_said_is_the_direct_way() {
    assertThat(path().isDirect()).isTrue();
  }
}
