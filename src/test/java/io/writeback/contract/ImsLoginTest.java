package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.workfront.Workfront;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workfront by a server-to-server credential of Adobe. */
final class ImsLoginTest extends WorkfrontLoginContract {
  @Override
  protected Map<String, String> keys(Sandbox all, URI url) {
    return Map.of(
        "auth", "ims",
        "client-id", Workfront.IMS_CLIENT_ID,
        "client-secret", Workfront.IMS_CLIENT_SECRET,
        "organization-id", Workfront.IMS_ORGANIZATION,
        "scope", Workfront.IMS_SCOPE,
        "token-url", url + "/ims/token/v3");
  }

  @Override
  protected List<String> secrets() {
    return List.of("client-secret");
  }

  @Override
  protected Call login() {
    return Call.of("POST", "/ims/token/v3");
  }

  @Test
  void each_request_names_the_organisation() {
    run(0, "run", NAME);

    assertThat(proxy().exchanges(use()))
        .hasSize(4)
        .allSatisfy(
            one -> {
              assertThat(one.request.header("Authorization")).startsWith("Bearer ");
              assertThat(one.request.header("x-gw-ims-org-id"))
                  .isEqualTo(Workfront.IMS_ORGANIZATION);
            });
  }

  @Test
  void another_organisation_is_refused_without_a_second_login() {
    home().set("account.workfront.organization-id", "other@AdobeOrg");

    assertThat(run(4, "run", NAME)).contains("WB-406", "account.workfront.organization-id");
    assertThat(logins()).isEqualTo(1);
  }
}
