package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Authentication, and its lifetime. */
class WorkfrontAccessTest {
  private static final String API = "/attask/api/v20.0/";
  private static final String P1 = API + "proj/" + Wire.id("project-1");
  private static final String LOGIN =
      "username=" + Wire.encoded(Workfront.USERNAME) + "&password=" + Workfront.PASSWORD;
  private static Sandbox sandbox;
  private static Wire wire;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts());
    wire = new Wire(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void without_credentials_nobody_is_logged_in() {
    Wire.Answer answer = wire.send(wire.anonymous(P1));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.message()).isEqualTo("You are not currently logged in.");
    assertThat(answer.json().at("/error/class").asText())
        .isEqualTo("com.attask.common.AuthenticationException");
  }

  @Test
  void authentication_is_checked_before_the_object() {
    assertThat(wire.send(wire.anonymous(API + "projects/1")).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"sessionID", "SessionID", "sessionid"})
  void a_session_goes_in_the_header_in_any_case(String header) {
    assertThat(wire.send(wire.anonymous(P1).header(header, login())).status()).isEqualTo(200);
  }

  @Test
  void a_session_in_the_query_may_write() {
    Wire.Answer answer = wire.send(wire.anonymous(P1 + "?method=PUT&name=x&sessionID=" + login()));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void a_cookie_may_read_and_not_write() {
    String cookie = "attask=" + login();

    assertThat(wire.send(wire.anonymous(P1).header("Cookie", cookie)).status()).isEqualTo(200);
    assertThat(
            wire.send(wire.anonymous(P1 + "?method=PUT&name=x").header("Cookie", cookie)).status())
        .isEqualTo(401);
  }

  @Test
  void an_api_key_goes_in_the_query() {
    assertThat(wire.send(wire.anonymous(P1 + "?apiKey=" + Workfront.API_KEY)).status())
        .isEqualTo(200);
  }

  @Test
  void an_api_key_in_the_place_of_a_session_is_none() {
    assertThat(wire.send(wire.anonymous(P1).header("sessionID", Workfront.API_KEY)).status())
        .isEqualTo(401);
  }

  @Test
  void an_api_key_in_the_form_body_of_a_write_is_refused() {
    Wire.Answer answer =
        wire.send(
            wire.anonymous(P1)
                .header("Content-Type", Wire.FORM)
                .PUT(
                    java.net.http.HttpRequest.BodyPublishers.ofString(
                        "name=x&apiKey=" + Workfront.API_KEY)));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.message()).isEqualTo("AuthenticationException: {0}");
  }

  @Test
  void a_wrong_password_opens_nothing() {
    Wire.Answer answer = wire.send(wire.anonymous(API + "login?username=a&password=b"));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.message()).contains("username/password combination");
  }

  @Test
  void a_session_ends_with_logout() {
    String session = login();
    wire.send(wire.anonymous(API + "logout").header("sessionID", session));

    assertThat(wire.send(wire.anonymous(P1).header("sessionID", session)).status()).isEqualTo(401);
  }

  @Test
  void an_api_key_is_turned_into_a_session() {
    Wire.Answer answer = wire.send(wire.anonymous(API + "session?apiKey=" + Workfront.API_KEY));
    String session = answer.data().get("sessionID").asText();

    assertThat(wire.send(wire.anonymous(P1).header("sessionID", session)).status()).isEqualTo(200);
  }

  @Test
  void a_password_gets_the_api_key() {
    Wire.Answer answer =
        wire.send(wire.anonymous(API + "user?action=getApiKey&method=put&" + LOGIN));

    assertThat(answer.data().get("result").asText()).isEqualTo(Workfront.API_KEY);
  }

  @Test
  void a_cleared_api_key_opens_nothing_and_a_new_one_is_made() throws IOException {
    try (Sandbox own = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false))) {
      Wire other = new Wire(own);
      String clear = API + "user?action=clearApiKey&method=put&" + LOGIN;
      assertThat(other.send(other.anonymous(clear.replace("password=", "password=x"))).status())
          .isEqualTo(401);
      assertThat(other.send(other.anonymous(clear)).data().get("result").asText()).isEmpty();

      assertThat(other.workfront("GET", "user/search").status()).isEqualTo(401);
      String key =
          other
              .send(other.anonymous(API + "user?action=getApiKey&method=put&" + LOGIN))
              .data()
              .get("result")
              .asText();
      assertThat(key).isNotEqualTo(Workfront.API_KEY);
      assertThat(other.send(other.anonymous(API + "user/search").header("apiKey", key)).status())
          .isEqualTo(200);
    }
  }

  @Test
  void the_api_key_that_a_call_comes_with_can_be_cleared() throws IOException {
    try (Sandbox own = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false))) {
      Wire other = new Wire(own);
      assertThat(other.workfront("PUT", "user?action=clearApiKey").status()).isEqualTo(200);

      assertThat(other.workfront("PUT", "user?action=clearApiKey").status()).isEqualTo(401);
    }
  }

  @Test
  void a_login_has_the_shape_of_the_vendors_document() {
    JsonNode data = wire.send(wire.anonymous(API + "login?" + LOGIN)).data();

    for (String text :
        List.of("sessionID", "userID", "userCompanyID", "customerID", "tenantID", "timeZone")) {
      assertThat(data.get(text).isTextual()).as(text).isTrue();
    }
    assertThat(data.get("hasInsightsAccess").isBoolean()).isTrue();
    assertThat(data.at("/versionInformation/currentAPI").isInt()).isTrue();
    assertThat(data.at("/versionInformation/apiVersions/v20.0").asText())
        .isEqualTo("/attask/api/v20.0/");
    assertThat(data.at("/currency/fractionDigits").isInt()).isTrue();
    assertThat(
            wire.workfront("GET", "user/" + data.get("userID").asText() + "?fields=companyID")
                .data()
                .get("companyID"))
        .isEqualTo(data.get("userCompanyID"));
  }

  @Test
  void the_information_without_a_login_has_the_versions_as_a_list() {
    JsonNode data = wire.send(wire.anonymous(API + "info")).data();

    assertThat(data.at("/sso/ssoType").isTextual()).isTrue();
    assertThat(data.get("versions")).extracting(JsonNode::asText).contains("v16.0", "v22.0");
  }

  @Test
  void an_idle_session_expires() throws IOException {
    try (Sandbox brief =
        Sandbox.start(
            SandboxSettings.onFreePorts()
                .withDemoObjects(false)
                .withSessionTtl(Duration.ofMillis(1)))) {
      Wire other = new Wire(brief);
      String session =
          other.send(other.anonymous(API + "login?" + LOGIN)).data().get("sessionID").asText();

      await()
          .untilAsserted(
              () ->
                  assertThat(
                          other
                              .send(other.anonymous(API + "session").header("sessionID", session))
                              .status())
                      .isEqualTo(401));
    }
  }

  private static String login() {
    return wire.send(wire.anonymous(API + "login?" + LOGIN)).data().get("sessionID").asText();
  }
}
