package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workfront by OAuth2 with a refresh token, which the sandbox replaces at each login. */
final class RefreshTokenLoginTest extends WorkfrontLoginContract {
  @Override
  protected Map<String, String> keys(Sandbox all, URI url) {
    return Map.of(
        "auth", "oauth2",
        "client-id", Workfront.CLIENT_ID,
        "client-secret", Workfront.CLIENT_SECRET,
        "refresh-token", Workfront.REFRESH_TOKEN);
  }

  @Override
  protected List<String> secrets() {
    return List.of("client-secret", "refresh-token");
  }

  @Override
  protected Call login() {
    return Call.of("POST", "/integrations/oauth2/api/v1/token");
  }

  private Path file() {
    return home().path("data/tokens/workfront.json");
  }

  @Test
  void each_run_uses_the_token_that_the_run_before_it_was_given() throws IOException {
    run(0, "run", NAME);
    String first = Files.readString(file());
    run(0, "run", NAME);

    assertThat(Files.readString(file()))
        .isNotEqualTo(first)
        .doesNotContain(Workfront.REFRESH_TOKEN);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(home().path("data/tokens/workfront.json.next")).doesNotExist();
  }

  @Test
  void the_token_is_on_disk_before_the_session_is_used() {
    proxy()
        .trap(
            Call.of("GET", "/attask/api/v20\\.0/proj/metadata"),
            1,
            1,
            RecordingProxy.after(() -> assertThat(file()).exists()));

    run(0, "run", NAME);
  }

  @Test
  void another_token_in_the_configuration_is_used_in_the_place_of_the_stored_one() {
    run(0, "run", NAME);
    sandbox().workfront().revokeClients(true);
    sandbox().workfront().revokeClients(false);
    String output = run(4, "run", NAME);
    assertThat(output).contains("WB-406", "authorise the application again", "refresh-token");

    home().set("account.workfront.refresh-token", sandbox().workfront().authorise());

    run(0, "run", NAME);
    run(0, "run", NAME);
  }

  @Test
  void a_token_that_does_not_rotate_is_not_stored() {
    sandbox().workfront().rotateRefreshTokens(false);

    run(0, "run", NAME);
    run(0, "run", NAME);

    assertThat(file()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7_200})
  void what_the_login_says_of_the_end_of_a_session_is_not_believed(int seconds) {
    sandbox().workfront().expiresIn(seconds);

    run(0, "run", NAME);

    assertThat(logins()).isEqualTo(1);
  }

  @Test
  void the_client_shows_its_secret_by_http_basic() {
    run(0, "run", NAME);

    assertThat(proxy().exchanges(login()))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.request.has("Authorization")).isTrue();
              assertThat(one.request.header("Content-Type")).isEqualTo("application/json");
              assertThat(one.request.text()).doesNotContain(Workfront.CLIENT_SECRET);
            });
  }

  @Test
  void with_a_redirect_uri_the_client_logs_in_by_a_form() {
    home().set("account.workfront.redirect-uri", Workfront.REDIRECT_URI);

    run(0, "run", NAME);

    assertThat(proxy().exchanges(login()))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.request.has("Authorization")).isFalse();
              assertThat(one.request.form())
                  .containsEntry("redirect_uri", List.of(Workfront.REDIRECT_URI))
                  .containsEntry("client_secret", List.of(Workfront.CLIENT_SECRET));
            });
  }

  @Test
  void a_damaged_file_is_named_with_what_to_do() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{\"token\":");

    assertThat(run(4, "run", NAME))
        .contains("WB-452", "workfront.json is damaged", "account.workfront.refresh-token");
    assertThat(logins()).isZero();
  }
}
