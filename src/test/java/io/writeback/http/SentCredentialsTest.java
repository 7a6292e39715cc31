package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that echoes the request. */
@Timeout(60)
final class SentCredentialsTest {
  private static final String SECRET = "a1/B2+c3=d4&e5 f6\"g7~h8é";
  private static final RetryPolicy AT_ONCE =
      new RetryPolicy(3, 3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(1));

  private static HttpRequest request(String header, String value) {
    return HttpRequest.get(URI.create("https://example.com/thing"), "application/json")
        .withHeader(header, value);
  }

  @ParameterizedTest
  @CsvSource({
    "apiKey,''",
    "APIKEY,''",
    "sessionID,''",
    "Authorization,'Bearer '",
    "authorization,'bearer  '",
    "Proxy-Authorization,'Bearer '",
    "X-Auth-Token,''"
  })
  void are_hidden_in_whatever_header_they_are(String header, String scheme) {
    assertThat(SentCredentials.hide("sent: [" + SECRET + "]", request(header, scheme + SECRET)))
        .isEqualTo("sent: [•••]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a1/B2+c3=d4&e5 f6\"g7~h8é",
        "a1%2FB2%2Bc3%3Dd4%26e5%20f6%22g7~h8%C3%A9",
        "a1%2fB2%2bc3%3dd4%26e5+f6%22g7%7eh8%c3%a9",
        "a1\\/B2+c3=d4&e5 f6\\\"g7~h8\\u00E9",
        "a1\\/B2\\u002bc3\\u003Dd4\\u0026e5 f6\\u0022g7~h8\\u00e9",
        "a1/B2&#43;c3=d4&amp;e5 f6&quot;g7~h8é",
        "a1&#x2F;B2&#x2b;c3&#61;d4&#38;e5 f6&#034;g7~h8&#233;"
      })
  void are_hidden_however_they_are_written(String written) {
    assertThat(SentCredentials.hide("<" + written + ">", request("apiKey", SECRET)))
        .isEqualTo("<•••>");
  }

  @Test
  void of_basic_neither_the_header_nor_the_password_that_was_read_from_it_is_reported() {
    String basic =
        Base64.getEncoder().encodeToString(("me:" + SECRET).getBytes(StandardCharsets.UTF_8));
    String answer =
        "Authorization: Basic %s user=me password=%s form=%s"
            .formatted(basic, SECRET, URLEncoder.encode(SECRET, StandardCharsets.UTF_8));

    assertThat(SentCredentials.hide(answer, request("Authorization", "Basic " + basic)))
        .isEqualTo("Authorization: Basic ••• user=me password=••• form=•••");
  }

  @Test
  void what_is_no_credential_stays() {
    HttpRequest sent = request("Accept-Encoding", "gzip").withHeader("apiKey", "");

    assertThat(SentCredentials.hide("Accept-Encoding: gzip application/json", sent))
        .isEqualTo("Accept-Encoding: gzip application/json");
  }

  @Test
  void a_token_that_an_excerpt_cuts_in_two_is_hidden_whole() {
    String token = "t0ken".repeat(40);
    HttpAnswer answer =
        new HttpAnswer(
            503,
            java.util.Map.of(),
            ("x".repeat(200) + " Bearer " + token + " end").getBytes(StandardCharsets.UTF_8));

    assertThat(answer.to(request("Authorization", "Bearer " + token)).excerpt())
        .isEqualTo("x".repeat(200) + " Bearer ••• end");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void a_question_that_fails_at_every_try_does_not_tell_them(int status) throws Exception {
    try (RawServer server =
            new RawServer(RawServer.text(status, "", "apiKey: k1-2/3 and k1-2%2F3"));
        Http http = http()) {
      http.admit(server.uri("/"), 5, true);
      HttpRequest request =
          HttpRequest.get(server.uri("/thing"), "text/plain").withHeader("apiKey", "k1-2/3");

      CallFailure failure = catchThrowableOfType(CallFailure.class, () -> http.patiently(request));

      assertThat(server.requests()).hasSize(3);
      assertThat(failure).hasMessageEndingWith(" answered " + status + ": apiKey: ••• and •••");
      assertThat(failure.getCause()).isNull();
    }
  }

  @Test
  void an_answer_that_the_client_quotes_since_it_is_no_http_does_not_tell_them() throws Exception {
    try (RawServer server =
            new RawServer(
                out ->
                    out.write(
                        RawServer.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: k1-2/3\r\n\r\n")));
        Http http = http()) {
      http.admit(server.uri("/"), 5, true);
      HttpRequest request =
          HttpRequest.get(server.uri("/thing"), "text/plain").withHeader("apiKey", "k1-2/3");

      CallFailure failure = catchThrowableOfType(CallFailure.class, () -> http.once(request));

      assertThat(failure).hasMessageContaining("•••").hasMessageNotContaining("k1-2/3");
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        assertThat(cause.getMessage()).doesNotContain("k1-2/3");
      }
    }
  }

  private static Http http() {
    return new Http(HttpLimits.STANDARD, AT_ONCE, new Governor());
  }
}
