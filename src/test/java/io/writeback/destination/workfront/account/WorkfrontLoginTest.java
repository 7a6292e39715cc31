package io.writeback.destination.workfront.account;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.writeback.destination.workfront.Tenant;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkfrontLoginTest {
  private static final Map<String, String> PROJECT = Map.of("object", "project");
  private final Tenant tenant = new Tenant().withSession();

  @AfterEach
  void close() throws IOException {
    tenant.close();
  }

  private void login(ResponseDefinitionBuilder answer) {
    tenant.server.stubFor(post(urlPathEqualTo(Tenant.LOGIN)).willReturn(answer));
  }

  private static ResponseDefinitionBuilder session(String id) {
    return Tenant.json(200, "{\"data\":{\"sessionID\":\"" + id + "\",\"userID\":\"u\"}}");
  }

  private WritebackException failure() {
    return catchThrowableOfType(WritebackException.class, () -> tenant.plan(PROJECT, "ID", "name"));
  }

  @Test
  void sends_the_password_in_the_body_once_and_the_session_in_the_header() {
    login(session("canary-session"));
    assertThat(tenant.plan(PROJECT, "ID", "name").columns().unmatched()).isEmpty();
    assertThat(tenant.plan(PROJECT, "ID", "name").columns().unmatched()).isEmpty();

    assertThat(tenant.requests(Tenant.LOGIN))
        .singleElement()
        .satisfies(
            sent ->
                assertThat(sent.getBodyAsString())
                    .isEqualTo("username=ann%40example.com&password=canary%2Fpass%20word"));
    assertThat(tenant.requests(Tenant.PROJ + "/metadata"))
        .hasSize(2)
        .allSatisfy(sent -> assertThat(sent.getHeader("sessionID")).isEqualTo("canary-session"));
    assertThat(tenant.urls()).noneMatch(url -> url.contains("canary") || url.contains("ann"));
  }

  @Test
  void logs_in_again_when_a_session_that_worked_is_refused() {
    login(session("one"));
    assertThat(tenant.plan(PROJECT, "ID", "name").warnings()).hasSize(1);
    login(session("two"));
    tenant.server.stubFor(
        get(urlPathEqualTo(Tenant.PROJ + "/metadata"))
            .withHeader("sessionID", equalTo("one"))
            .willReturn(Tenant.json(401, "{\"error\":{\"message\":\"not logged in\"}}")));

    assertThat(tenant.plan(PROJECT, "ID", "name").warnings()).hasSize(1);
    assertThat(tenant.requests(Tenant.LOGIN)).hasSize(2);
  }

  @Test
  void does_not_try_forever_with_sessions_that_are_refused_at_once() {
    login(session("canary-session"));
    tenant.server.stubFor(
        get(urlPathEqualTo(Tenant.PROJ + "/metadata"))
            .willReturn(Tenant.json(401, "{\"error\":{\"message\":\"no canary-session\"}}")));
    WritebackException failure = failure();

    assertThat(failure.code()).isEqualTo(Code.DESTINATION_LOGIN);
    assertThat(failure)
        .hasMessageContaining("account.workfront.username and account.workfront.password")
        .hasMessageNotContaining("canary");
    assertThat(tenant.requests(Tenant.LOGIN)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "401|json|{\"error\":{\"message\":\"wrong canary/pass word\"}}|DESTINATION_LOGIN|wrong •••",
        "401|html|<h1>no</h1>|DESTINATION_LOGIN|account.workfront.username and account.workfront.password",
        "422|json|{\"error\":{\"message\":\"no login\"}}|DESTINATION_LOGIN|use another auth",
        "200|json|{\"error\":{\"message\":\"no login\"}}|DESTINATION_LOGIN|no login",
        "200|html|<h1>Single sign-on</h1>|LOGIN_UNAVAILABLE|account.workfront.url",
        "200|json|{\"data\":{}}|LOGIN_UNAVAILABLE|account.workfront.url",
        "404|html|no|LOGIN_UNAVAILABLE|account.workfront.url",
        "500|html|echo password=canary%2Fpass%20word|LOGIN_UNAVAILABLE|password=•••"
      })
  void says_why_there_is_no_session(
      int status, String type, String body, Code code, String detail) {
    login(type.equals("json") ? Tenant.json(status, body) : Tenant.html(status, body));
    WritebackException failure = failure();

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(detail).hasMessageNotContaining("canary");
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      assertThat(cause).hasMessageNotContaining("canary");
    }
  }
}
