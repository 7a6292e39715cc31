package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.domo.com",
        "http://api.domo.com",
        "https://api.domo.com:8443",
        "https://API.domo.com",
        "http://[::1]:8080"
      })
  void a_host_is_limited_under_the_name_that_its_route_has(String url) throws Exception {
    URI uri = URI.create(url);
    HttpHost target =
        new DefaultRoutePlanner(null)
            .determineRoute(HttpHost.create(uri), HttpCoreContext.create())
            .getTargetHost();
    assertThat(Http.authority(uri)).isEqualTo(Http.authority(target));
  }
}
