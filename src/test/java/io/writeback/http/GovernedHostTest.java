package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GovernedHostTest {
  @ParameterizedTest
  @CsvSource({
    "https://example.com,https://example.com/a",
    "https://Example.com,https://example.com:443/a",
    "http://example.com,http://EXAMPLE.com/a",
    "http://example.com:9402,http://example.com:9402/a",
    "https://[0:0:0:0:0:0:0:1]:9402,https://[::1]:9402/a",
    "https://[::1],https://[0:0:0:0:0:0:0:1]/a",
    "https://[::ffff:192.0.2.1],https://192.0.2.1/a",
    "https://example.com.,https://example.com:443/a",
    "https://example.com,https://EXAMPLE.com./a"
  })
  void limits_the_host_as_the_client_names_it_also_on_its_usual_port(URI account, URI request)
      throws Exception {
    Governor governor = new Governor();
    try (Http http = new Http(HttpLimits.STANDARD, RetryPolicy.STANDARD, governor)) {
      http.admit(account, 1, false);
      String routed = routed(request);
      assertThat(governor.enter(routed, true)).isPresent();

      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> governor.enter(routed, true))
          .isInstanceOf(InterruptedException.class);
    }
  }

  /** The host of a route, as the rules of an exchange see it. */
  private static String routed(URI request) throws Exception {
    return Http.authority(
        new DefaultRoutePlanner(null)
            .determineRoute(HttpHost.create(request), HttpClientContext.create())
            .getTargetHost());
  }
}
