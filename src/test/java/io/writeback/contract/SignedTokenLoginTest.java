package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.workfront.Workfront;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Workfront by a token that we sign. */
final class SignedTokenLoginTest extends WorkfrontLoginContract {
  private static final RsaKeys KEYS = RsaKeys.generate();

  @Override
  protected Map<String, String> keys(Sandbox all, URI url) {
    all.workfront().uploadPublicKey(KEYS.publicPem());
    Map<String, String> keys = new TreeMap<>();
    keys.put("auth", "jwt");
    keys.put("client-id", Workfront.CLIENT_ID);
    keys.put("client-secret", Workfront.CLIENT_SECRET);
    keys.put("customer-id", Workfront.customerId());
    keys.put("user-id", Workfront.userId());
    keys.put("private-key", KEYS.privatePem().replace("\n", "\\n"));
    return keys;
  }

  @Override
  protected List<String> secrets() {
    return List.of("client-secret", "private-key");
  }

  @Override
  protected Call login() {
    return Call.of("POST", "/integrations/oauth2/api/v1/jwt/exchange");
  }

  /**
   * The token itself says when it ends, so the clocks have to agree; the refusal says by how much
   * not.
   */
  @Override
  protected void withClockWrongBy(Duration error, Runnable reach) {
    assertThatThrownBy(reach::run)
        .hasMessageContaining("WB-406")
        .hasMessageContaining("The clock here says ")
        .hasMessageMatching("(?s).* the server's says .*: they are 3[56]\\d\\d s apart.*");
  }

  @Test
  void the_key_may_be_a_mounted_file() {
    home()
        .without("account.workfront.private-key")
        .set("account.workfront.private-key-file", "key.pem")
        .file("key.pem", KEYS.privatePem() + "\n");

    run(0, "run", NAME);
  }

  @Test
  void another_key_is_refused_once() {
    sandbox().workfront().uploadPublicKey(RsaKeys.generate().publicPem());

    assertThat(run(4, "run", NAME))
        .contains("WB-406", "signature", "account.workfront.private-key", "openssl req -x509");
    assertThat(logins()).isEqualTo(1);
  }
}
